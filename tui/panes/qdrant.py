"""Qdrant: collections, servers, what they advise to mend, their slowest requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.asking import Wanted
from tui.panes.collection_rows import COLLECTION_COLUMNS, Listing, listing
from tui.panes.rows import RowsPane, Table
from tui.panes.server_rows import (
    ISSUE_COLUMNS,
    ISSUE_HEAD,
    SERVER_COLUMNS,
    SERVER_HEAD,
    SLOW_COLUMNS,
    SLOW_HEAD,
    issue_rows,
    missing,
    server_rows,
    slow_rows,
)
from tui.panes.servers import away, server_lines
from tui.widgets.marks import counted, worst
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, words

if TYPE_CHECKING:
    from pydantic import JsonValue

    from backend.model.qdrant import Collections, Server
    from tui.readings import Held, Picture
    from tui.widgets.canvas import Look

_CLOSE = 3
"""Collections that are looked at closely at a time: each question is a line in the server's log."""

_ROOMY = 16
"""Rows from which the views are named though the first is shown."""

VIEWS = ("collections", "servers", "issues", "slow requests")


class QdrantPane(RowsPane):
    """Collections, servers and nodes, issues, slow requests: one of them at a time."""

    NAME: ClassVar = "qdrant"
    PROBES: ClassVar = ("qdrant.collections", "qdrant.server")
    VIEWS: ClassVar = VIEWS
    ALSO: ClassVar = ("qdrant.latency",)
    DETAIL_ROWS: ClassVar = 24
    AGES: ClassVar = True
    BINDINGS: ClassVar = bindings(CURSOR, ROWS, "qdrant")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view = VIEWS[0]
        self.bodies = False
        self._close: tuple[str, ...] = ()
        self._listing: Listing | None = None

    def concerns(self) -> tuple[str, ...]:
        """The collection under the cursor."""
        return (self._key_at(self._index()),)

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """The rows of the present view; the verdict is always that of all."""
        held = picture.held.get("qdrant.collections")
        collections = cast("Collections", held.value) if held and held.value else None
        missing_servers = away(picture)
        silent = f"{counted(missing_servers, 'server')} away · " if missing_servers else ""
        listed = self._list(collections, cells)
        mark = worst("act" if missing_servers else "fine", listed.mark)
        verdict = f"{silent}{listed.verdict}"
        told = picture.held.get("qdrant.server")
        server = cast("Server", told.value) if told and told.value else None
        views = self._tabs(server)
        if self.view == "collections":
            above = [*server_lines(picture), *views, listed.head()]
            columns, empty = COLLECTION_COLUMNS, _empty(held)
            return Table(mark, verdict, listed.rows, above=above, empty=empty, columns=columns)
        if self.view == "servers":
            shown = server_rows(picture, cells)
            return Table(mark, verdict, shown, above=[*views, SERVER_HEAD], columns=SERVER_COLUMNS)
        if self.view == "issues":
            empty = missing(server, "issues")
            shown, above = issue_rows(server, cells), [*views, ISSUE_HEAD]
            return Table(mark, verdict, shown, above=above, empty=empty, columns=ISSUE_COLUMNS)
        empty = missing(server, "slow_requests")
        shown = slow_rows(server, cells, self.look.keymap.told("bodies"))
        above = [*views, SLOW_HEAD]
        return Table(mark, verdict, shown, above=above, empty=empty, columns=SLOW_COLUMNS)

    def _list(self, collections: Collections | None, cells: int) -> Listing:
        """The collections; made anew only where they, or their room, are others."""
        if self._listing is None or not self._listing.is_of(collections, cells):
            self._listing = listing(collections, cells)
        return self._listing

    def _tabs(self, server: Server | None) -> list[Line]:
        """The views, with how much is in them; none where the first is shown and all is well."""
        issues = len(server.issues or ()) if server else 0
        if self.view == VIEWS[0] and not issues and self.size.height < _ROOMY:
            return []
        names = {"issues": f"issues {issues}"} if issues else {}
        return [tabs(VIEWS, self.view, names)]

    def titled(self) -> str:
        """The present view."""
        return self.view

    def action_view(self) -> None:
        """Show the next view."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]
        self.redraw()

    def action_bodies(self) -> None:
        """Show what slow requests asked for, or hide it again."""
        self.bodies = not self.bodies
        self.view = "slow requests"
        self._ask("qdrant.server", {"bodies": self.bodies})
        self.redraw()

    def action_look_closely(self) -> None:
        """Have the server asked for the inside of the collection under the cursor."""
        if self.view == VIEWS[0] and self.cursor:
            others = tuple(name for name in self._close if name != self.cursor)
            self._close = (self.cursor, *others)[:_CLOSE]
            self._ask("qdrant.collections", {"collections": list(self._close)})

    def leave(self) -> bool:
        """Back to the collections."""
        if self.view == VIEWS[0]:
            return False
        self.view = VIEWS[0]
        self.redraw()
        return True

    def _ask(self, probe: str, subject: JsonValue) -> None:
        from backend.model import request  # noqa: PLC0415 (first paint does not need it)

        self.post_message(Wanted(request.Look(probe=probe, subject=subject)))


def _empty(held: Held | None) -> list[Line]:
    if held is not None and held.value is not None:
        return [words("   ○ no collections yet", "unknown")]
    if held is None or held.error is None:
        return [words("   … waiting for the collections", "dim")]
    return [words(f"   ■ {held.error.kind}: {held.error.summary}", "act")]
