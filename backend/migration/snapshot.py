"""The way back of a run that writes in place: a snapshot of the collection as it was."""

from urllib.parse import quote

import orjson

from backend.migration.errors import Refused
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.rest import CollectionMissing, PointsRefused, Rest

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
        """Take one of a collection that holds points, where the run writes into it in place."""
        row = self._journal.row
        if row["staging"] is not None or row["snapshot"] is not None:
            return
        if not row["target_before"] or self._journal.written():
            self._journal.set_snapshot(NONE)
            return
        try:
            made, _ = await self._insist(
                lambda: self._rest.ask("POST", self._path, query={"wait": "true"})
            )
            name = made["name"]
        except (CollectionMissing, PointsRefused, KeyError, TypeError) as reason:
            self._journal.event(f"no snapshot was taken, there will be no way back: {reason}")
            name = NONE
        else:
            self._journal.event(f"snapshot {name} was taken, to go back to")
        self._journal.set_snapshot(str(name))

    async def restore(self) -> tuple[str, ...]:
        """Bring back what was there; a sentence of what was done.

        Raises:
            Refused: The server does not take it; the snapshot is still there.
        """
        name, row = self.name, self._journal.row
        if not name or row["switch"] == "returned":
            return ()
        location = f"{self._rest.url}{self._path}/{quote(name, safe='')}"
        body = orjson.dumps({"location": location, "priority": "snapshot"})
        try:
            await self._insist(
                lambda: self._rest.ask("PUT", f"{self._path}/recover", body, {"wait": "true"})
            )
        except (CollectionMissing, PointsRefused) as reason:
            raise Refused(
                f"snapshot {name} could not be restored: {reason}",
                "the server must reach itself at that address; it is still there to be restored "
                "by hand",
                is_final=False,
            ) from None
        self._journal.set_switch("returned")
        return (f"collection {row['collection']} is as snapshot {name} has it, from before",)
