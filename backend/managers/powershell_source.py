"""PowerShell scripts and modules: what they declare and what they load.

The grammar rejects every fourth script of a real tree for constructs that PowerShell takes. Of
those, what a line says by itself is added to what the grammar found, and the rejection is no
finding.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from tree_sitter import Node, Parser, Query

from backend.managers import nodes
from backend.managers.grammars import grammar
from backend.managers.powershell_paths import TERM, UNKNOWN, Paths
from backend.managers.source import Function, Import, Type
from backend.managers.text import quote

_TYPED = """
(class_method_definition (simple_name) @method)
(class_statement . (simple_name) @class)
(enum_statement . (simple_name) @other)
"""
_KEYWORD = re.compile(
    rb"function|filter|workflow|class|enum|import-module|ipmo|using[ \t]+module"
    rb"|\.(?<![\w)\]]\.)(?=[ \t])"
)
"""In lower case, what all that counts begins with, and much prose holds, too.

The tree is asked about these places, which are few beside its nodes.
"""
_DECLARED = re.compile(
    r"^[ \t]*(?:(?:function|filter|workflow)[ \t]+(?P<function>(?:\w+:)?[\w-]+)"
    r"|class[ \t]+(?P<class>\w+)[ \t]*(?=[:{\r]|$)|enum[ \t]+(?P<other>\w+)[ \t]*(?=[:{\r]|$))",
    re.IGNORECASE,
)
_LOADED = re.compile(
    r"^[ \t]*(?:(?:Import-Module|ipmo)[ \t]+(?:-Name[ \t]+)?|using[ \t]+module[ \t]+|\.[ \t]+)"
    rf"(?!-)(?P<path>{TERM})",
    re.IGNORECASE,
)
"""A module that is imported, or a script that is run in the same scope."""

_METHODS, _CLASSES = frozenset({"class_method_definition"}), frozenset({"class_statement"})
_BEGUN = frozenset({"command", "function_statement"})
_TYPED_AT = frozenset({"class_statement", "enum_statement", "ERROR"})
"""Where the keyword of a class or an enumeration stands, whole or broken."""

T = TypeVar("T")

_Lines = tuple[dict[int, Import], dict[int, Function], dict[int, Type]]
"""Line to what it loads, and what it declares."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a script loads, declares, and runs by its path, each by line."""

    imports: tuple[Import, ...] = ()
    functions: tuple[Function, ...] = ()
    types: tuple[Type, ...] = ()
    runs: tuple[Import, ...] = ()


def read_powershell(source: bytes) -> Said:
    """Read one script; any bytes give an answer.

    What is loaded or run is told without quotes and with what variables hold, as far as that is
    written out (see `Paths`): `./../shared/a.psm1`, `Pester`, `$given`.

    Args:
        source: UTF-8 without byte order mark.
    """
    places = [found.start() for found in _KEYWORD.finditer(source.lower())]
    imports, functions, types = _declared(source, places) if places else ({}, {}, {})
    paths = Paths(source.decode("utf-8", "replace"))
    loaded = tuple(_led(item, paths) for item in _in_order(imports))
    return Said(loaded, _in_order(functions), _in_order(types), paths.runs)


def _declared(source: bytes, places: Iterable[int]) -> _Lines:
    """What begins with the keywords in some places."""
    parser, query = _grammar()
    root = parser.parse(source).root_node
    imports, functions, types = _by_line(source, places) if root.has_error else ({}, {}, {})
    keywords = [_keyword(root, place) for place in places]
    for keyword in keywords:
        node = _begun(keyword)
        if node.type == "command" and (said := _LOADED.match(nodes.text(node))):
            imports[nodes.line(node)] = _import(said, nodes.line(node))
        elif node.type == "function_statement":
            functions |= {item.line: item for item in _functions(node)}
    if any(keyword.type in _TYPED_AT for keyword in keywords):
        found = nodes.captured(query, root)
        functions |= {item.line: item for item in map(_method, found.get("method", ()))}
        for form in ("class", "other"):
            for node in found.get(form, ()):
                types[nodes.line(node)] = Type(nodes.text(node), form, nodes.line(node))
    return imports, functions, types


def _led(item: Import, paths: Paths) -> Import:
    """An import with the path that it leads to, where that is written out."""
    path = paths.term(item.path, paths.line(item.line))
    return item._replace(path=item.path.strip("\"'") if path == UNKNOWN else path)


@cache
def _grammar() -> tuple[Parser, Query]:
    language = grammar("powershell")
    return Parser(language), Query(language, _TYPED)


def _keyword(root: Node, place: int) -> Node:
    """The smallest node at a place."""
    return root.descendant_for_byte_range(place, place + 1) or root


def _begun(keyword: Node) -> Node:
    """The command or function that begins with a keyword; the keyword where it begins none."""
    node: Node | None = keyword
    while node is not None and node.start_byte == keyword.start_byte:
        if node.type in _BEGUN:
            return node
        node = node.parent
    return keyword


def _functions(declared: Node) -> Iterator[Function]:
    for name in declared.named_children:
        if name.type == "function_name":
            end = nodes.last_line(declared)
            yield Function(_unscoped(nodes.text(name)), nodes.line(name), end=end)


def _method(name: Node) -> Function:
    declared = next(nodes.above(name, _METHODS), name)
    holder = next(nodes.above(name, _CLASSES), name)
    named = next((node for node in holder.children if node.type == "simple_name"), None)
    receiver, end = nodes.text(named), nodes.last_line(declared)
    return Function(nodes.text(name), nodes.line(name), receiver, end=end)


def _by_line(source: bytes, places: Iterable[int]) -> _Lines:
    """What lines say that begin with a keyword, whatever stands around them."""
    imports: dict[int, Import] = {}
    functions: dict[int, Function] = {}
    types: dict[int, Type] = {}
    at, before = 1, 0
    for place in places:
        at += source.count(b"\n", before, place)
        before = place
        text = _line(source, place)
        if said := _LOADED.match(text):
            imports[at] = _import(said, at)
        elif (said := _DECLARED.match(text)) and (form := said.lastgroup):
            if form == "function":
                functions[at] = Function(_unscoped(said[form]), at)
            else:
                types[at] = Type(said[form], form, at)
    return imports, functions, types


def _line(source: bytes, place: int) -> str:
    """The line around a place."""
    start, end = source.rfind(b"\n", 0, place) + 1, source.find(b"\n", place)
    return source[start : end if end >= 0 else None].decode("utf-8", "replace")


def _import(said: re.Match[str], at: int) -> Import:
    return Import(said["path"], at, quote(said.group()))


def _in_order(found: Mapping[int, T]) -> tuple[T, ...]:
    return tuple(found[line] for line in sorted(found))


def _unscoped(name: str) -> str:
    """`Set-It` of `global:Set-It`."""
    return name.rpartition(":")[2]
