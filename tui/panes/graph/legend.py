"""The line below the graph: what its signs mean, how many there are, what is not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.panes.columns import DOWN, UP
from tui.panes.graph.switches import TRACES
from tui.widgets.text import Line, joined, line_width, width, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.panes.graph.layout import Edge, Layout
    from tui.panes.graph.prepared import Prepared
    from tui.panes.graph.view import Seen


_SHARE = 3
"""Part of the line that the names of what closes a cycle may take; else they are only counted."""


class Part(NamedTuple):
    """One thing to tell.

    Attributes:
        need: The least needed ones go first where there is no room for all.
    """

    need: int
    line: Line


def legend(parts: list[Part], cells: int) -> Line:
    """As many of the parts as there is room for, in their order."""
    while len(parts) > 1 and line_width(joined(part.line for part in parts)) > cells - 1:
        parts.remove(min(parts, key=lambda part: part.need))
    return ((" ", ""), *joined(part.line for part in parts))


def counts(graph: Prepared, *, matrix: bool) -> Iterator[Part]:
    """The signs of dependencies, and how many there are of each."""
    found = graph.known.counts()
    strict, recovered = ("━", "┅") if matrix else ("─", "┄")
    yield Part(9, ((f"{strict} strict ", "dim"), (f"{found['strict']:,}", "text")))
    yield Part(7, ((f"{recovered} recovered ", "dim"), (f"{found['recovered']:,}", "text")))
    if found["ambiguous"]:
        yield Part(5, (("╌ ambiguous ", "dim"), (f"{found['ambiguous']:,}", "text")))
    need, role = (8, "look") if found["dangling"] else (5, "text")
    yield Part(need, (("╳ dangling ", "dim"), (f"{found['dangling']:,}", role)))
    if matrix:
        yield Part(3, (("· other traces ", "dim"), (f"{len(graph.known.traces):,}", "text")))
        yield Part(1, words("row uses column", "dim"))


def chosen(graph: Prepared, view: str, seen: Seen) -> Iterator[Part]:
    """What keys have changed about the picture."""
    wish = graph.wish
    if off := wish.off - {TRACES}:
        yield Part(10, words(f"hidden: {', '.join(sorted(off))}", "look"))
    if wish.measure:
        yield Part(6, (("by ", "dim"), (wish.measure, "accent")))
    if view == "near":
        yield Part(7, words(f"depth {wish.depth}", "accent"))
    if view in {"matrix", "way"} and (by := seen.sorting).column:
        arrow = DOWN if by.descending else UP
        yield Part(7, (("sorted by ", "dim"), (f"{by.column.lower()} {arrow}", "accent")))


def left_out(graph: Prepared, layout: Layout | None, key: str, cells: int) -> Iterator[Part]:
    """What a map does not draw, and how to have it drawn.

    Args:
        graph: What there is to draw.
        layout: What is drawn; None where that is only names.
        key: The one that switches implied dependencies.
        cells: Of the whole line.
    """
    implied, level = graph.undrawn(layout)
    if layout is None:
        yield Part(2, words("names only", "dim"))
    if implied:
        why = "no room" if graph.wish.implied else f"{key} draws them"
        yield Part(8, ((f"+{implied} implied", "text"), (f", {why}", "dim")))
    if boxed := graph.boxed():
        yield Part(6, words(f"⟲ {boxed} within", "dim"))
    if layout is not None and level:
        named = f"⟲ {_pairs(graph, layout.level)}"
        told = named if width(named) <= cells // _SHARE else f"⟲ {level} in cycles not drawn"
        yield Part(8, words(told, "act"))


def _pairs(graph: Prepared, edges: Iterable[Edge]) -> str:
    """Dependencies by who has them: `error → git-workflow, monitoring; cache → error`."""
    used: dict[str, list[str]] = {}
    for source, target in sorted(edges):
        used.setdefault(source, []).append(graph.known.called(target))
    told = (f"{graph.known.called(name)} → {', '.join(them)}" for name, them in used.items())
    return "; ".join(told)
