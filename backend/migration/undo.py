"""The way back of a run in place that has no snapshot: id by id."""

from collections.abc import Sequence

import orjson

from backend.migration.batches import Point, id_of
from backend.migration.errors import Refused
from backend.migration.identity import PointId
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.kept import Before, Kept, forget, kept_bytes, kept_path
from backend.migration.rest import CollectionMissing
from backend.migration.target import Target

CHUNK = 256
"""Points that are put back or removed in one request."""

_WHOLE = ("id", "vector", "payload")


class Undo:
    """Keeps what a run is about to write over, and brings it back; each can be repeated."""

    def __init__(self, journal: Journal, target: Target, insist: Insist) -> None:
        self._journal = journal
        self._target = target
        self._insist = insist
        self._kept: Kept | None = None

    def begin(self) -> None:
        """From now on keep what is written over, where the run has no other way back.

        Raises:
            sqlite3.Error: The file for it cannot be opened.
        """
        row = self._journal.row
        if row["staging"] is None and not row["snapshot"]:
            self._kept = Kept(self._journal.path)
            if row["added"] is None and row["target_before"]:
                self._journal.event("each point is kept before it is replaced, to go back to")
            self._journal.set_kept(*self._kept.counts())

    async def keep(self, batch: int, points: Sequence[Point]) -> None:
        """Keep a batch's ids and the points that stand there, before it is sent.

        Raises:
            sqlite3.Error: The file cannot be written.
        """
        if self.keeps:
            await self.keep_ids(batch, [id_of(point.body) for point in points])

    @property
    def keeps(self) -> bool:
        """Whether what is written over has to be kept."""
        return self._kept is not None

    async def keep_ids(self, batch: int, ids: Sequence[PointId]) -> None:
        """The same for a batch whose points are elsewhere.

        Raises:
            sqlite3.Error: The file cannot be written.
        """
        if self._kept is None or self._kept.has(batch):
            return
        old = {}
        if self._journal.row["target_before"] and ids:
            there, _ = await self._insist(lambda: self._target.retrieve(ids))
            old = {
                one["id"]: orjson.dumps({name: one.get(name) for name in _WHOLE}) for one in there
            }
        self._kept.keep(batch, ids, old)
        self._journal.add_kept(len(ids) - len(old), len(old))

    async def back(self) -> tuple[str, ...]:
        """Remove what the run added and put back what it replaced; what was done, in sentences.

        What was kept for it is deleted then.

        Raises:
            Refused: It is not kept any more.
            sqlite3.Error: It cannot be read.
        """
        row = self._journal.row
        if row["added"] is None or row["switch"] == "returned":
            return ()
        told = await self._brought_back(row["collection"])
        self._journal.set_switch("returned")
        forget(self._journal.path)
        return (told,)

    async def _brought_back(self, name: str) -> str:
        path = self._journal.path
        if self._kept is None and kept_bytes(path) is None:
            raise Refused(
                f"{kept_path(path)} is not there any more, and with it the points that the run "
                f"replaced in {name}",
                "bring it back, or leave the collection as it is",
                is_final=False,
            )
        kept = self._kept or Kept(path)
        removed = restored = 0
        try:
            while some := kept.left(CHUNK):
                await self._put_back(some)
                kept.set_back(some)
                old = sum(one.old is not None for one in some)
                removed, restored = removed + len(some) - old, restored + old
        except CollectionMissing:
            return f"collection {name} is gone, and with it everything that the run wrote"
        finally:
            kept.close()
        if not removed + restored:
            return f"nothing that the run wrote is left in {name}"
        return (
            f"in {name}, {removed:,} points that the run added were removed and {restored:,} that "
            "it replaced are what they were before"
        )

    async def _put_back(self, some: Sequence[Before]) -> None:
        added = [one.id for one in some if one.old is None]
        old = [one.old for one in some if one.old is not None]
        if added:
            await self._insist(lambda: self._target.remove(added))
        if old:
            await self._insist(lambda: self._target.upsert(old))
