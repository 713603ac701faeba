"""PowerShell scripts and modules: what they declare and what they load.

The grammar rejects every fourth script of a real tree for constructs that PowerShell takes. Of
those, what a line says by itself is added to what the grammar found, and the rejection is no
finding.
"""

import re
from collections.abc import Iterator
from functools import cache

from tree_sitter import Language, Node, Parser, Query, QueryCursor

from backend.managers import nodes
from backend.managers.source import Function, Import, Type
from backend.managers.text import quote

_SAID = """
(function_statement (function_name) @function)
(class_method_definition (simple_name) @method)
(class_statement . (simple_name) @class)
(enum_statement . (simple_name) @other)
(command) @command
"""
_DECLARED = re.compile(
    r"^[ \t]*(?:(?:function|filter|workflow)[ \t]+(?P<function>(?:\w+:)?[\w-]+)"
    r"|class[ \t]+(?P<class>\w+)[ \t]*(?=[:{\r]|$)|enum[ \t]+(?P<other>\w+)[ \t]*(?=[:{\r]|$))",
    re.MULTILINE | re.IGNORECASE,
)
_LOADED = re.compile(
    r"^[ \t]*(?:(?:Import-Module|ipmo)[ \t]+(?:-Name[ \t]+)?|using[ \t]+module[ \t]+|\.[ \t]+)"
    r"(?P<path>\"[^\"\n]+\"|'[^'\n]+'|[^\s;|\"'-][^\s;|]*)",
    re.MULTILINE | re.IGNORECASE,
)
"""A module that is imported, or a script that is run in the same scope."""

_FUNCTIONS, _METHODS, _CLASSES = (
    frozenset({kind})
    for kind in ("function_statement", "class_method_definition", "class_statement")
)

Said = tuple[tuple[Import, ...], tuple[Function, ...], tuple[Type, ...]]
"""What a script loads, its functions and its types, each by line."""


def read_powershell(source: bytes) -> Said:
    """Read one script; any bytes give an answer.

    What is loaded is told as written, without quotes: `$PSScriptRoot/../a.psm1`, `Pester`.

    Args:
        source: UTF-8 without byte order mark.
    """
    parser, query = _grammar()
    root = parser.parse(source).root_node
    found = QueryCursor(query).captures(root)
    functions = {item.line: item for item in map(_function, found.get("function", ()))}
    functions |= {item.line: item for item in map(_method, found.get("method", ()))}
    types = {
        nodes.line(node): Type(nodes.text(node), form, nodes.line(node))
        for form in ("class", "other")
        for node in found.get(form, ())
    }
    commands = ((_LOADED.match(nodes.text(node)), node) for node in found.get("command", ()))
    imports = {nodes.line(node): _import(said, nodes.line(node)) for said, node in commands if said}
    if root.has_error:
        text = source.decode("utf-8", "replace")
        imports = {at: _import(said, at) for said, at in _by_line(_LOADED, text)} | imports
        for name, form, line in _declared(text):
            if form == "function":
                functions.setdefault(line, Function(name, line))
            else:
                types.setdefault(line, Type(name, form, line))
    return (
        tuple(imports[line] for line in sorted(imports)),
        tuple(functions[line] for line in sorted(functions)),
        tuple(types[line] for line in sorted(types)),
    )


@cache
def _grammar() -> tuple[Parser, Query]:
    # loaded where such a file is met, not at the start
    import tree_sitter_powershell  # noqa: PLC0415

    language = Language(tree_sitter_powershell.language())
    return Parser(language), Query(language, _SAID)


def _function(name: Node) -> Function:
    declared = next(nodes.above(name, _FUNCTIONS), name)
    return Function(_unscoped(nodes.text(name)), nodes.line(name), end=nodes.last_line(declared))


def _method(name: Node) -> Function:
    declared = next(nodes.above(name, _METHODS), name)
    holder = next(nodes.above(name, _CLASSES), name)
    named = next((node for node in holder.children if node.type == "simple_name"), None)
    receiver, end = nodes.text(named), nodes.last_line(declared)
    return Function(nodes.text(name), nodes.line(name), receiver, end=end)


def _declared(text: str) -> Iterator[tuple[str, str, int]]:
    """Name, form and line of what stands at the beginning of a line."""
    for said, at in _by_line(_DECLARED, text):
        form = said.lastgroup or ""
        yield _unscoped(said[form]), form, at


def _import(said: re.Match[str], at: int) -> Import:
    return Import(said["path"].strip("\"'"), at, quote(said.group()))


def _by_line(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """What is found, each with its line."""
    at, before = 1, 0
    for said in pattern.finditer(text):
        start = said.start(said.lastgroup or 0)
        at += text.count("\n", before, start)
        before = start
        yield said, at


def _unscoped(name: str) -> str:
    """`Set-It` of `global:Set-It`."""
    return name.rpartition(":")[2]
