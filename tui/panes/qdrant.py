"""Qdrant: the server and its collections."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.marks import MARKS, bytes_words, worst
from tui.widgets.text import Line, fit, joined

if TYPE_CHECKING:
    from backend.model.qdrant import Collection, Collections, Server
    from tui.readings import Picture

_STATUS = {"green": "fine", "yellow": "look", "grey": "look", "red": "act"}


class QdrantPane(RowsPane):
    """Pane 5."""

    NAME: ClassVar = "qdrant"
    TITLE: ClassVar = "QDRANT"
    PROBES: ClassVar = ("qdrant.collections", "qdrant.server")

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row a collection, the server above them."""
        server = _known(picture, "qdrant.server")
        collections = _known(picture, "qdrant.collections")
        above = _server_lines(cast("Server", server)) if server else []
        found = cast("Collections", collections).collections if collections else ()
        name_room = max(12, min(40, cells - 48))
        header = (
            f"   {fit('COLLECTION', name_room)}{fit('POINTS', 12, 'right')}{fit('INDEXED', 12, 'right')}"
            f"{fit('SEGMENTS', 10, 'right')}  VECTORS"
        )
        marks = [_mark(item) for item in found]
        busy = [item.name for item in found if _mark(item) != "fine"]
        points = sum(item.points or 0 for item in found)
        verdict = f"{len(found)} collections · {points:,} points"
        if busy:
            verdict = f"{busy[0]}{f' and {len(busy) - 1} more' if len(busy) > 1 else ''}: not green · {verdict}"
        return Table(
            worst(*marks),
            verdict if collections else "collections unknown",
            [_row(item, name_room) for item in found],
            above=[*above, ((header, "dim"),)],
            empty=((("   ○ no collections yet", "unknown"),),),
        )


def _known(picture: Picture, probe: str) -> object:
    held = picture.held.get(probe)
    return held.value if held else None


def _server_lines(server: Server) -> list[Line]:
    kind = "embedded, for trying; not a production server" if server.embedded else server.title
    facts = [
        f"{server.cores} cores" if server.cores else "",
        f"{bytes_words(server.ram_bytes)} memory" if server.ram_bytes else "",
        f"started {server.started.astimezone():%Y-%m-%d %H:%M}" if server.started else "",
    ]
    first: Line = (
        ("   ", ""),
        (server.version, "strong"),
        (f"  {kind}", "look" if server.embedded else "dim"),
    )
    second = joined(((fact, "text"),) for fact in facts if fact)
    return [first, (("   ", ""), *second)] if second else [first]


def _mark(item: Collection) -> str:
    found = _STATUS.get(item.status, "unknown")
    return worst(found, "look") if item.optimizer not in {"", "ok"} else found


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _row(item: Collection, name_room: int) -> Row:
    mark = MARKS[_mark(item)]
    vectors = f"{_number(item.dimension)} {item.distance or ''}".strip()
    behind = item.points is not None and item.indexed is not None and item.indexed < item.points
    line: Line = (
        (f"{mark.glyph} ", mark.role),
        (fit(item.name, name_room), "strong"),
        (fit(_number(item.points), 12, "right"), "text"),
        (fit(_number(item.indexed), 12, "right"), "dim" if behind else "text"),
        (fit(_number(item.segments), 10, "right"), "dim"),
        (f"  {vectors}", "dim"),
    )
    facts = [
        (f"status {item.status}", mark.role),
        (f"optimizer {item.optimizer or '?'}", "text"),
        (f"update queue {_number(item.update_queue)}", "text"),
        (f"aliases {', '.join(item.aliases)}" if item.aliases else "no alias", "text"),
    ]
    note = "   points and indexed are the server's own approximation; migration counts exactly"
    return Row(
        item.name, line, [(("   ", ""), *joined((fact,) for fact in facts)), ((note, "dim"),)]
    )
