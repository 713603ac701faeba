"""Calls in Python, TypeScript and JavaScript, by their grammars."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from sys import intern

from tree_sitter import Node, Query, QueryCursor

from backend.managers import nodes
from backend.managers.grammars import grammar
from backend.managers.source import Called, Import

_QUERIES = {
    "python": "(call function: [(identifier) (attribute)] @called) @call",
    "typescript": "(call_expression function: [(identifier) (member_expression)] @called) @call",
}
_CHAIN = re.compile(r"[\w$.?!\s]+")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_AWAITING = frozenset({"await", "await_expression"})
"""What may stand around a call whose result is still not used."""


def calls_in(root: Node, language: str, imports: Iterable[Import]) -> Iterator[Called]:
    """The calls of a file that may lead out of it, in order.

    Their names are written out, and what is called is called on something, or stands in an import.

    Args:
        root: Of its tree.
        language: `python`, `typescript` or `tsx`.
        imports: Its imports.
    """
    known = frozenset(name for item in imports for name in _IDENTIFIER.findall(item.text))
    matches = QueryCursor(_query(language)).matches(root)
    found = [(one["call"][0], one["called"][0]) for _, one in matches]
    for call, called in sorted(found, key=lambda pair: pair[0].start_byte):
        text = nodes.text(called)
        names = tuple(map(intern, _IDENTIFIER.findall(text))) if _CHAIN.fullmatch(text) else ()
        if len(names) > 1 or not known.isdisjoint(names):
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
def _query(language: str) -> Query:
    return Query(grammar(language), _QUERIES.get(language, _QUERIES["typescript"]))
