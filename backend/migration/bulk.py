"""Bulk load: no index is built while points pour in; the old setting comes back afterwards."""

from contextlib import suppress
from typing import Any

from backend.migration.errors import Refused, Stopped, TargetAway
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.rest import CollectionMissing, PointsRefused, Unavailable
from backend.migration.target import Target

SETTING = "indexing_threshold"
"""Of the optimizer, in kB; 0 builds no index."""


class BulkLoad:
    """Switches indexing off and on again.

    What it was before stands in the journal before it is changed, so that whoever takes the run
    up, or takes it back, can restore it.
    """

    def __init__(self, journal: Journal, target: Target, insist: Insist) -> None:
        self._journal = journal
        self._target = target
        self._insist = insist

    async def begin(self) -> None:
        """Switch indexing off, where the target tells what to come back to."""
        space, _ = await self._insist(self._target.whole)
        if space is None:
            return
        if self._journal.bulk is None:
            before = (space.config or {}).get("optimizer_config", {}).get(SETTING)
            if not isinstance(before, int) or before == 0:
                return
            self._journal.set_bulk(before)
        try:
            await self._insist(lambda: self._set(0))
        except PointsRefused as refusal:
            self._journal.event(f"indexing stays on while points are written: {refusal}")
            self._journal.set_bulk(None)

    async def end(self) -> None:
        """Restore what was there; a target that is away is asked for as long as ever."""
        before = self._journal.bulk
        if before is None:
            return
        with suppress(CollectionMissing):
            await self._insist(lambda: self._set(before))
        self._journal.set_bulk(None)

    async def try_end(self) -> None:
        """The same with one attempt; where it fails, the journal keeps what is to be restored."""
        before = self._journal.bulk
        if before is None:
            return
        with suppress(Unavailable, TargetAway, Stopped, Refused, CollectionMissing, PointsRefused):
            await self._set(before)
            self._journal.set_bulk(None)

    async def _set(self, threshold: int) -> Any:
        await self._target.configure({"optimizers_config": {SETTING: threshold}})
