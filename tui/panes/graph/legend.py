"""The line below the graph: what its signs mean, how many there are, what is not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.graph.switches import TRACES
from tui.widgets.text import Line, joined, line_width, words

if TYPE_CHECKING:
    from tui.panes.graph.prepared import Prepared


def legend(graph: Prepared, view: str, views: Line, cells: int) -> Line:
    """As much of it as fits, the least needed left out first.

    Args:
        graph: What it is about.
        view: The present view.
        views: All of them, as tabs; empty where they are not told.
        cells: The room for it.
    """
    known, layout, wish = graph.known, graph.layout, graph.wish
    counts = known.counts()
    matrix = view == "matrix"
    line: list[Line] = [
        ((f" {'━' if matrix else '─'} strict ", "dim"), (f"{counts['strict']}", "text")),
        ((f"{'┅' if matrix else '┄'} recovered ", "dim"), (f"{counts['recovered']}", "text")),
        (
            ("╳ dangling ", "dim"),
            (f"{counts['dangling']:,}", "look" if counts["dangling"] else "text"),
        ),
    ]
    off = wish.off - {TRACES}
    said = [words(f"hidden: {', '.join(sorted(off))}", "look")] if off else []
    if wish.measure:
        said.append((("by ", "dim"), (wish.measure, "accent")))
    if view == "near":
        said.append(words(f"depth {wish.depth}", "accent"))
    if matrix:
        said += [
            (("· other traces ", "dim"), (f"{len(known.traces)}", "text")),
            words("row uses column", "dim"),
        ]
    elif view in {"map", "near"}:
        implied = len(known.imports) - len(layout.edges) - len(layout.level)
        said += [
            words(f"⟲ {len(layout.level)} in cycles not drawn", "act") if layout.level else (),
            words(f"{implied} implied by others not drawn", "dim") if implied else (),
        ]
    chosen = said[:1] if off or wish.measure or view == "near" else []
    for parts in (
        [*line, *said, views],
        [*line, *chosen, views],
        [*line, *chosen],
        line,
    ):
        whole = joined(parts)
        if line_width(whole) <= cells:
            return whole
    return joined(line, ("  ", ""))
