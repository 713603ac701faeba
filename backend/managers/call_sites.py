"""Calls within Python, TypeScript, JavaScript and PowerShell files, by their grammars.

A file is parsed once more for them, so only those should be asked about that name somebody else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from tree_sitter import Node, Parser, Query, QueryCursor

from backend.managers import nodes
from backend.managers.grammars import grammar
from backend.managers.source import Function, SourceFile

REMEMBERED = 4096
"""Files whose calls are kept from one scan to the next."""

_QUERIES = {
    "python": "(call function: [(identifier) (attribute)] @called) @call",
    "typescript": "(call_expression function: [(identifier) (member_expression)] @called) @call",
    "powershell": "(command (command_name) @called) @call\n(invokation_expression) @call",
}
_CHAIN = re.compile(r"[\w$.?!\s]+")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_COMMAND = re.compile(r"[A-Za-z]\w*(?:-\w+)*")
_STATEMENTS = frozenset({"expression_statement", "statement_list"})
_AROUND = frozenset({"await", "await_expression", "pipeline_chain"})
"""What may stand around a call whose result is still not used; `_is_alone` knows the rest."""


@dataclass(frozen=True, slots=True)
class Site:
    """One call.

    Attributes:
        names: What is called last, before it what it is called on: `("self", "errors", "report")`.
        line: From 1.
        function: It stands in; None outside of any.
        alone: Whether its result is not used.
    """

    names: tuple[str, ...]
    line: int
    function: Function | None
    alone: bool


@lru_cache(maxsize=REMEMBERED)
def call_sites(file: SourceFile, source: bytes) -> tuple[Site, ...]:
    """Every call of a file whose names are written out, in order.

    Args:
        file: Of one of these languages.
        source: Its content, UTF-8.
    """
    parser, query = _query(_language(file))
    root = parser.parse(source).root_node
    return tuple(_sites(file, QueryCursor(query).matches(root)))


def _sites(file: SourceFile, matches: list[tuple[int, dict[str, list[Node]]]]) -> Iterator[Site]:
    found = [(one["call"][0], one.get("called", one["call"])[0]) for _, one in matches]
    for call, called in sorted(found, key=lambda pair: pair[0].start_byte):
        names = _names(called)
        if names:
            line = nodes.line(call)
            yield Site(names, line, _function(file, line), _is_alone(call))


def _names(called: Node) -> tuple[str, ...]:
    """The names of a call; none where it is called on the result of something else."""
    text = nodes.text(called)
    if called.type == "command_name":
        return (text,) if _COMMAND.fullmatch(text) else ()
    if called.type == "invokation_expression":
        text = text.partition("(")[0].translate({ord(char): " " for char in "$[]:"})
    return tuple(_IDENTIFIER.findall(text)) if _CHAIN.fullmatch(text) else ()


def _function(file: SourceFile, line: int) -> Function | None:
    """The innermost function around a line."""
    around = [one for one in file.functions if one.line <= line <= one.end]
    return max(around, key=lambda one: one.line, default=None)


def _is_alone(call: Node) -> bool:
    """Whether a call is a statement of its own; in a pipeline, whether it is the last."""
    node, above = call, call.parent
    while above is not None and above.type not in _STATEMENTS:
        same_start = above.start_byte == node.start_byte and above.end_byte == node.end_byte
        if not same_start and above.type not in _AROUND:
            return False
        if above.type == "pipeline_chain" and above.end_byte != node.end_byte:
            return False
        node, above = above, above.parent
    return above is not None


def _language(file: SourceFile) -> str:
    if file.language in ("Python", "PowerShell"):
        return file.language.lower()
    return "typescript" if file.path.lower().endswith(".ts") else "tsx"


@cache
def _query(language: str) -> tuple[Parser, Query]:
    query = _QUERIES.get(language, _QUERIES["typescript"])
    return Parser(grammar(language)), Query(grammar(language), query)
