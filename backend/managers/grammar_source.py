"""Python, TypeScript and JavaScript files read by their grammars, broken ones included."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from tree_sitter import Node, Parser, Query

from backend.managers import nodes
from backend.managers.grammar_calls import calls_in
from backend.managers.grammar_runs import runs_in
from backend.managers.grammars import grammar
from backend.managers.source import Called, Function, Import, Trouble, Type
from backend.managers.text import quote

_PYTHON = """
(import_statement name: [(dotted_name) @import (aliased_import name: (dotted_name) @import)])
(import_from_statement module_name: (_) @import)
(function_definition name: (identifier) @function)
(class_definition name: (identifier) @class)
"""
_TYPESCRIPT = """
(import_statement source: (string (string_fragment) @import))
(export_statement source: (string (string_fragment) @import))
(call_expression function: (import) arguments: (arguments . (string (string_fragment) @import)))
((call_expression function: (identifier) @_require
  arguments: (arguments . (string (string_fragment) @import))) (#eq? @_require "require"))
(function_declaration name: (_) @function)
(generator_function_declaration name: (_) @function)
(method_definition name: (_) @function)
(variable_declarator name: (identifier) @function value: [(arrow_function) (function_expression)])
(class_declaration name: (_) @class)
(abstract_class_declaration name: (_) @class)
(interface_declaration name: (_) @interface)
(type_alias_declaration name: (_) @other)
(enum_declaration name: (_) @other)
"""

_FALLBACK = re.compile(
    r"^[ \t]*(?:(?:export|default|public|private|async|abstract|declare)[ \t]+)*"
    r"(?:(?P<function>def|function)|(?P<class>class)|(?P<interface>interface))[ \t]+(?P<name>\w+)"
    r"|^[ \t]*(?:import|from)[ \t]+(?P<import>[\w.]+)"
    r"|^[ \t]*(?:import|export)\b[^'\"\n]*['\"](?P<source>[^'\"\n]+)['\"]",
    re.MULTILINE,
)
"""What a line says whatever stands around it: for files that the grammar rejects."""

T = TypeVar("T")

_IMPORTING = frozenset(
    ("import_statement", "import_from_statement", "variable_declarator", "statement_block")
)
"""What an import is quoted with, and the block that a variable around would be too far from."""

_CLASSES = frozenset({"class_definition", "class_declaration", "abstract_class_declaration"})
_FUNCTIONS = frozenset({"function_definition", "function_declaration", "method_definition"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a file imports, declares, runs by its path, and calls, each by line."""

    imports: tuple[Import, ...]
    functions: tuple[Function, ...]
    types: tuple[Type, ...]
    troubles: tuple[Trouble, ...]
    runs: tuple[Import, ...] = ()
    calls: tuple[Called, ...] = ()


def read_by_grammar(source: bytes, suffix: str, *, calling: bool = True) -> Said:
    """Read one file; any bytes give an answer.

    Args:
        source: UTF-8 without byte order mark.
        suffix: Of the file's name, lower case, without its dot.
        calling: Whether to look for calls.
    """
    language = "python" if suffix == "py" else "typescript" if suffix == "ts" else "tsx"
    parser, query = _grammar(language)
    root = parser.parse(source).root_node
    found = nodes.captured(query, root)
    imports = {
        (nodes.line(node), nodes.text(node)): _import(node) for node in found.get("import", ())
    }
    functions = {
        (nodes.line(node), nodes.text(node)): _function(node) for node in found.get("function", ())
    }
    types = {
        (nodes.line(node), nodes.text(node)): Type(nodes.text(node), form, nodes.line(node))
        for form in ("class", "interface", "other")
        for node in found.get(form, ())
    }
    troubles = []
    if root.has_error:
        lost = _by_line(source.decode("utf-8", "replace"))
        imports = {(item.line, item.path): item for item in lost.imports} | imports
        functions = {(item.line, item.name): item for item in lost.functions} | functions
        types = {(item.line, item.name): item for item in lost.types} | types
        if language == "python":
            troubles.append(
                Trouble("syntax", nodes.first_error(root), "Python's grammar does not accept it")
            )
    runs = runs_in(root, source, language)
    calls = tuple(calls_in(root, language, imports.values())) if calling else ()
    declared = _sorted(functions), _sorted(types)
    return Said(_sorted(imports), *declared, tuple(troubles), runs, calls)


@cache
def _grammar(language: str) -> tuple[Parser, Query]:
    query = _PYTHON if language == "python" else _TYPESCRIPT
    return Parser(grammar(language)), Query(grammar(language), query)


def _by_line(text: str) -> Said:
    """By `_FALLBACK` alone."""
    imports, functions, types = [], [], []
    number, before = 1, 0
    for found in _FALLBACK.finditer(text):
        number += text.count("\n", before, found.start())
        before = found.start()
        path = found["import"] or found["source"]
        if path:
            imports.append(Import(path, number, quote(found.group())))
        elif found["function"]:
            functions.append(Function(found["name"], number))
        else:
            types.append(Type(found["name"], "class" if found["class"] else "interface", number))
    return Said(tuple(imports), tuple(functions), tuple(types), ())


def _sorted(found: dict[tuple[int, str], T]) -> tuple[T, ...]:
    return tuple(found[key] for key in sorted(found))


def _import(node: Node) -> Import:
    around = next(nodes.above(node, _IMPORTING), node)
    statement = node if around.type == "statement_block" else around
    return Import(nodes.text(node), nodes.line(node), quote(nodes.text(statement)))


def _function(name: Node) -> Function:
    declared = name.parent
    if declared is None:  # a query captures a name below its declaration
        return Function(nodes.text(name), nodes.line(name))
    value = declared.child_by_field_name("value") or declared
    parts = (value.child_by_field_name(part) for part in ("parameters", "return_type"))
    signature = " ".join(" ".join(map(nodes.text, filter(None, parts))).split())
    holder = next(nodes.above(declared, _CLASSES | _FUNCTIONS), None)
    method = holder is not None and holder.type in _CLASSES
    receiver = nodes.text(holder.child_by_field_name("name")) if holder and method else ""
    return Function(
        nodes.text(name), nodes.line(name), receiver, signature, end=nodes.last_line(declared)
    )
