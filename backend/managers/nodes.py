"""Syntax nodes: their text and where they stand."""

from collections.abc import Iterable, Iterator

from tree_sitter import Node, Query, QueryCursor


def text(node: Node | None) -> str:
    """The source of a node; empty where there is none."""
    source = None if node is None else node.text  # copies it each time
    return "" if source is None else source.decode("utf-8", "replace")


def captured(query: Query, root: Node) -> dict[str, list[Node]]:
    """What a query captures below a node, by the captures' names, in the order of the source."""
    found = QueryCursor(query).captures(root)  # in any order
    return {name: sorted(some, key=lambda node: node.start_byte) for name, some in found.items()}


def line(node: Node) -> int:
    """The line that a node begins in, from 1."""
    return int(node.start_point.row) + 1


def last_line(node: Node) -> int:
    """The line that a node ends in, from 1."""
    return int(node.end_point.row) + 1


def above(node: Node, kinds: Iterable[str]) -> Iterator[Node]:
    """Nodes of some kinds around a node, the nearest first."""
    around = node.parent
    while around is not None:
        if around.type in kinds:
            yield around
        around = around.parent


def first_error(root: Node) -> int:
    """Line of the first error or missing token; what is put under an error may begin far above."""
    node = root
    while True:
        below = next((c for c in node.children if c.has_error or c.is_error or c.is_missing), None)
        if below is None:
            return line(node)
        node = below
