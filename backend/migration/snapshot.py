"""The way back of a run that writes in place: a snapshot of the collection as it was."""

from contextlib import suppress
from urllib.parse import quote

import orjson

from backend.migration.errors import Refused
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.rest import CollectionMissing, PointsRefused, Rest

SECONDS = 3600.0
"""How long Qdrant may take to make one or to bring it back: it answers only when that is done."""

NONE = ""
"""Stands in the journal where there is none: the server cannot, or there was nothing to keep."""


class Snapshot:
    """Taken before the first write, restored where the run is taken back; each can be repeated."""

    def __init__(self, journal: Journal, rest: Rest, insist: Insist) -> None:
        self._journal = journal
        self._rest = rest
        self._insist = insist
        self._path = f"/collections/{quote(journal.row['collection'], safe='')}/snapshots"

    @property
    def name(self) -> str:
        """Its name at the server; empty where there is none."""
        return str(self._journal.row["snapshot"] or NONE)

    async def take(self) -> None:
        """Take one of a collection that holds points, where the run writes into it in place.

        What made one and was cut off before it knew finds it: any that came since the run began
        to, and before its first write, is the collection as it was.
        """
        row = self._journal.row
        if row["staging"] is not None or row["snapshot"] is not None:
            return
        if not row["target_before"] or self._journal.written():
            self._journal.set_snapshot(NONE)
            return
        try:
            if self._journal.snapshots_before is None:
                before, _ = await self._insist(self._names)
                self._journal.set_snapshots_before(before)
                self._journal.event("a snapshot is taken first; that may take a while")
            name, _ = await self._insist(self._one)
        except (CollectionMissing, PointsRefused, AttributeError, KeyError, TypeError) as reason:
            self._journal.event(f"no snapshot was taken: {reason}")
            name = NONE
        else:
            self._journal.event(f"snapshot {name} was taken, to go back to")
        self._journal.set_snapshot(name)

    async def forget(self) -> None:
        """Delete it at the server; one that is gone already stays so."""
        path = f"{self._path}/{quote(self.name, safe='')}"
        with suppress(CollectionMissing):
            await self._insist(lambda: self._rest.ask("DELETE", path, query={"wait": "true"}))
        self._journal.set_snapshot(NONE)

    async def _names(self) -> list[str]:
        """The server's snapshots of the collection, the oldest first."""
        told = await self._rest.ask("GET", self._path)
        told.sort(key=lambda one: str(one.get("creation_time")))
        return [str(one["name"]) for one in told]

    async def _one(self) -> str:
        """The name of the run's own, made where it is not there yet."""
        before = self._journal.snapshots_before or frozenset()
        since = [name for name in await self._names() if name not in before]
        if since:
            return since[-1]
        made = await self._rest.ask("POST", self._path, query={"wait": "true"}, seconds=SECONDS)
        return str(made["name"])

    async def restore(self) -> tuple[str, ...]:
        """Bring back what was there; a sentence of what was done.

        Raises:
            Refused: The server does not take it; the snapshot is still there.
        """
        name, row = self.name, self._journal.row
        if not name or row["switch"] == "returned":
            return ()
        location = f"{self._rest.url}{self._path}/{quote(name, safe='')}"
        wanted = {"location": location, "priority": "snapshot"}
        if self._rest.api_key is not None:  # with which the server fetches it from itself
            wanted["api_key"] = self._rest.api_key.get_secret_value()
        body = orjson.dumps(wanted)
        path, wait = f"{self._path}/recover", {"wait": "true"}
        try:
            await self._insist(lambda: self._rest.ask("PUT", path, body, wait, seconds=SECONDS))
        except (CollectionMissing, PointsRefused) as reason:
            raise Refused(
                f"snapshot {name} could not be restored: {reason}",
                "the server must reach itself at that address; it is still there to be restored "
                "by hand",
                is_final=False,
            ) from None
        self._journal.set_switch("returned")
        return (f"collection {row['collection']} is as snapshot {name} has it, from before",)
