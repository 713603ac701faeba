"""Calls in Python, TypeScript and JavaScript, by their grammars."""

import re
from collections.abc import Iterator
from functools import cache

from tree_sitter import Node, Parser, Query, QueryCursor

from backend.managers import nodes
from backend.managers.called import Called
from backend.managers.grammars import grammar

_QUERIES = {
    "python": "(call function: [(identifier) (attribute)] @called) @call",
    "typescript": "(call_expression function: [(identifier) (member_expression)] @called) @call",
}
_CHAIN = re.compile(r"[\w$.?!\s]+")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_AWAITING = frozenset({"await", "await_expression"})
"""What may stand around a call whose result is still not used."""


def calls_by_grammar(source: bytes, language: str) -> Iterator[Called]:
    """Every call of a file whose names are written out, in order.

    Args:
        source: UTF-8.
        language: `python`, `typescript` or `tsx`.
    """
    parser, query = _query(language)
    matches = QueryCursor(query).matches(parser.parse(source).root_node)
    found = [(one["call"][0], one["called"][0]) for _, one in matches]
    for call, called in sorted(found, key=lambda pair: pair[0].start_byte):
        text = nodes.text(called)
        names = tuple(_IDENTIFIER.findall(text)) if _CHAIN.fullmatch(text) else ()
        if names:  # else it is called on the result of something else
            yield Called(names, nodes.line(call), _is_alone(call))


def _is_alone(call: Node) -> bool:
    """Whether a call is a statement of its own."""
    node, above = call, call.parent
    while above is not None and above.type != "expression_statement":
        same = above.start_byte == node.start_byte and above.end_byte == node.end_byte
        if not same and above.type not in _AWAITING:
            return False
        node, above = above, above.parent
    return above is not None


@cache
def _query(language: str) -> tuple[Parser, Query]:
    query = _QUERIES.get(language, _QUERIES["typescript"])
    return Parser(grammar(language)), Query(grammar(language), query)
