"""Collections as rows, however many there are: what a row draws is made once it is in sight."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tui.panes.collection import collection_lines
from tui.panes.columns import Column
from tui.panes.evidence import rule
from tui.panes.later import Later
from tui.panes.rows import Row
from tui.widgets.marks import MARKS, counted, worst
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.model.qdrant import Collection, Collections, Gap

COLLECTION_COLUMNS = (
    Column("COLLECTION"),
    Column("STATUS", order=("green", "grey", "yellow", "red")),
    Column("POINTS", live=True),
    Column("INDEXED", live=True),
    Column("DIMENSION"),
    Column("DISTANCE"),
)

_STATUS = {"green": "fine", "yellow": "look", "grey": "look", "red": "act"}
_FIGURES = 42
"""Cells of a row beside the collection's name."""


class Listing(NamedTuple):
    """All collections of a server, in so many cells.

    Attributes:
        mark: The worst of theirs.
        verdict: How many they are, and which are not green.
    """

    collections: Collections | None
    cells: int
    mark: str
    verdict: str
    rows: Sequence[Row]

    def is_of(self, collections: Collections | None, cells: int) -> bool:
        """Whether it would be the same for these, the very same, in so many cells."""
        return collections is self.collections and cells == self.cells

    def head(self) -> Line:
        """What stands above the rows."""
        name = f"{'COLLECTION':<{_room(self.cells)}}"
        return words(f"   {name}{'POINTS':>12}{'INDEXED':>12}  VECTORS", "dim")


def listing(collections: Collections | None, cells: int) -> Listing:
    """One row a collection; none where nothing is known of them."""
    if collections is None:
        return Listing(None, cells, "unknown", "collections unknown", ())
    marks = [_mark(item) for item in collections.collections]
    rows = [
        _row(item, mark, cells, collections.gaps)
        for item, mark in zip(collections.collections, marks, strict=True)
    ]
    verdict = _verdict(collections.collections, marks)
    return Listing(collections, cells, worst(*marks), verdict, rows)


def _verdict(found: Sequence[Collection], marks: Sequence[str]) -> str:
    said = (
        f"{counted(len(found), 'collection')} · {sum(item.points or 0 for item in found):,} points"
    )
    busy = [item.name for item, mark in zip(found, marks, strict=True) if mark != "fine"]
    if not busy:
        return said
    more = f" and {len(busy) - 1} more" if len(busy) > 1 else ""
    return f"{busy[0]}{more} not green · {said}"


def _mark(item: Collection) -> str:
    found = _STATUS.get(item.status, "unknown")
    return worst(found, "look") if item.optimizer not in {"", "ok"} else found


def _row(item: Collection, mark: str, cells: int, gaps: tuple[Gap, ...]) -> Row:
    values = (item.name, item.status, item.points, item.indexed, item.dimension, item.distance)
    line = Later(partial(_line, item, mark, cells))
    detail = Later(partial(_detail, item, mark, cells, gaps))
    return Row(item.name, line, detail, values=values)


def _line(item: Collection, mark: str, cells: int) -> Line:
    glyph, role = MARKS[mark]
    vectors = f"{_number(item.dimension)} {item.distance or ''}".strip()
    behind = item.points is not None and item.indexed is not None and item.indexed < item.points
    return (
        (f"{glyph} ", role),
        (fit(item.name, _room(cells)), "strong"),
        (fit(_number(item.points), 12, "right"), "text"),
        (fit(_number(item.indexed), 12, "right"), "dim" if behind else "text"),
        (f"  {vectors}", "dim"),
    )


def _detail(item: Collection, mark: str, cells: int, gaps: tuple[Gap, ...]) -> list[Line]:
    return [rule(cells), *collection_lines(item, MARKS[mark], cells, gaps)]


def _room(cells: int) -> int:
    """Cells of a name."""
    return max(12, min(40, cells - _FIGURES))


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"
