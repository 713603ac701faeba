"""Qdrant: its servers, and the collections of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.evidence import rule
from tui.panes.rows import Row, RowsPane, Table
from tui.panes.servers import away, server_lines
from tui.widgets.marks import MARKS, counted, worst
from tui.widgets.text import Line, fit, joined, words, wrap

if TYPE_CHECKING:
    from backend.model.qdrant import Collection, Collections
    from tui.readings import Held, Picture

_STATUS = {"green": "fine", "yellow": "look", "grey": "look", "red": "act"}

_FIGURES = 42
"""Cells of a row beside the collection's name."""


class QdrantPane(RowsPane):
    """Pane 5."""

    NAME: ClassVar = "qdrant"
    TITLE: ClassVar = "QDRANT"
    PROBES: ClassVar = ("qdrant.collections", "qdrant.server")
    DETAIL_ROWS: ClassVar = 6
    AGES: ClassVar = True

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row a collection, the servers above them."""
        held = picture.held.get("qdrant.collections")
        collections = cast("Collections", held.value) if held and held.value else None
        found = collections.collections if collections else ()
        room = max(12, min(40, cells - _FIGURES))
        header = f"   {'COLLECTION':<{room}}{'POINTS':>12}{'INDEXED':>12}  VECTORS"
        missing = away(picture)
        silent = f"{counted(missing, 'server')} away · " if missing else ""
        marks = [_mark(item) for item in found] if collections else ["unknown"]
        return Table(
            worst("act" if missing else "fine", *marks),
            f"{silent}{_verdict(collections)}",
            [_row(item, room, cells) for item in found],
            above=[*server_lines(picture), words(header, "dim")],
            empty=_empty(held),
        )


def _verdict(collections: Collections | None) -> str:
    if collections is None:
        return "collections unknown"
    found = collections.collections
    said = (
        f"{counted(len(found), 'collection')} · {sum(item.points or 0 for item in found):,} points"
    )
    busy = [item.name for item in found if _mark(item) != "fine"]
    if not busy:
        return said
    more = f" and {len(busy) - 1} more" if len(busy) > 1 else ""
    return f"{busy[0]}{more} not green · {said}"


def _empty(held: Held | None) -> list[Line]:
    if held is not None and held.value is not None:
        return [words("   ○ no collections yet", "unknown")]
    if held is None or held.error is None:
        return [words("   … waiting for the collections", "dim")]
    return [words(f"   ■ {held.error.kind}: {held.error.summary}", "act")]


def _mark(item: Collection) -> str:
    found = _STATUS.get(item.status, "unknown")
    return worst(found, "look") if item.optimizer not in {"", "ok"} else found


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _row(item: Collection, room: int, cells: int) -> Row:
    mark = MARKS[_mark(item)]
    vectors = f"{_number(item.dimension)} {item.distance or ''}".strip()
    behind = item.points is not None and item.indexed is not None and item.indexed < item.points
    line: Line = (
        (f"{mark.glyph} ", mark.role),
        (fit(item.name, room), "strong"),
        (fit(_number(item.points), 12, "right"), "text"),
        (fit(_number(item.indexed), 12, "right"), "dim" if behind else "text"),
        (f"  {vectors}", "dim"),
    )
    facts = [
        (f"status {item.status}", mark.role),
        (f"optimizer {item.optimizer or '?'}", "text"),
        (f"segments {_number(item.segments)}", "text"),
        (f"update queue {_number(item.update_queue)}", "text"),
        (f"aliases {', '.join(item.aliases)}" if item.aliases else "no alias", "text"),
    ]
    told = joined((fact,) for fact in facts)
    why = [
        words(f"   {mark.glyph} {text}", mark.role)
        for reason in (item.error, item.reason, *(item.warnings or ()))
        for text in wrap(reason, cells - 6)
        if reason
    ]
    note = "   points and indexed: the server's own approximation; migration counts exactly"
    return Row(item.name, line, [rule(cells), *why, (("   ", ""), *told), words(note, "dim")])
