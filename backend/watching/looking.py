"""Questions to Qdrant about a watched collection, no more of them than are needed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from backend.model.inside import Optimizations
from backend.probes.probe import ProbeFailed
from backend.qdrant.answers import CollectionInfo, Result
from backend.qdrant.api import Api, Refusal
from backend.qdrant.detail_answers import Optimizing
from backend.qdrant.explained import optimizations
from backend.watching import offsets
from backend.watching.answers import Count, Points
from backend.watching.moment import Moment
from backend.watching.pacing import Pace
from backend.watching.watch import Watch

LOOK = (5.0, 30.0)
"""Seconds between two questions for a collection's state, which leave a line in Qdrant's log:
while it changes, and while it does not."""

COUNT = (5.0, 60.0)
"""Seconds between two exact counts at the least, which cost Qdrant a pass over its points."""

OFFSETS = (10.0, 60.0)
"""Seconds between two looks at what qdrant/migration leaves, and while it leaves nothing."""

_MOST_OFFSETS = 1000


def now(clock: Callable[[], float] = time.monotonic) -> Moment:
    """This moment."""
    return Moment(clock(), datetime.now(UTC))


class Looker:
    """Looks at one collection.

    Args:
        api: The server.
        watch: Takes in what is found.
        clock: Monotonic seconds.
    """

    def __init__(self, api: Api, watch: Watch, clock: Callable[[], float]) -> None:
        self._api = api
        self._watch = watch
        self._clock = clock
        self._path = f"/collections/{quote(watch.collection, safe='')}"
        self._states = Pace(*LOOK)
        self._counts = Pace(*COUNT)
        self._offered: bool | None = None

    async def look(self) -> None:
        """Ask what is due; what cannot be answered is noted in the watch."""
        is_changing = self._watch.is_changing
        started = self._clock()
        if not self._states.is_due(started, is_changing=is_changing):
            return
        try:
            await self._state()
            if self._counts.is_due(self._clock(), is_changing=self._watch.is_changing):
                await self._count()
        except Refusal as refusal:
            if refusal.status == 404:
                self._offered = None
                self._watch.absent(now(self._clock))
            else:
                self._watch.error = refusal.error.summary
        except ProbeFailed as failed:
            self._watch.error = failed.error.summary

    async def _state(self) -> None:
        asked = now(self._clock)
        try:
            answer = await self._api.ask(self._path, Result[CollectionInfo])
            info = answer.result
            queue = info.update_queue
            is_busy = info.status != "green" or bool(queue and queue.length)
            tree = await self._optimizations() if is_busy else None
        finally:
            self._states.asked(asked.monotonic, self._clock())
        self._watch.look(info, tree, self._offered, asked)

    async def _optimizations(self) -> Optimizations | None:
        """What the optimizers do; None where this server does not say."""
        if self._offered is False:
            return None
        try:
            answer = await self._api.ask(f"{self._path}/optimizations", Result[Optimizing])
        except Refusal as refusal:
            self._offered = None if refusal.status == 403 else False
            return None
        self._offered = True
        return optimizations(answer.result)

    async def _count(self) -> None:
        asked = now(self._clock)
        try:
            answer = await self._api.post(
                f"{self._path}/points/count", Result[Count], {"exact": True}
            )
        finally:
            self._counts.asked(asked.monotonic, self._clock())
        self._watch.counted(answer.result.count, asked, self._clock() - asked.monotonic)


class OffsetsLooker:
    """Looks at what qdrant/migration leaves on its target while it runs.

    Attributes:
        moved: Points by source collection; None where it leaves nothing.
    """

    def __init__(self, api: Api, clock: Callable[[], float]) -> None:
        self._api = api
        self._clock = clock
        self._pace = Pace(*OFFSETS)
        self.moved: dict[str, int] | None = None

    async def look(self) -> None:
        """Ask where it is due; a server that does not answer changes nothing."""
        started = self._clock()
        if not self._pace.is_due(started, is_changing=self.moved is not None):
            return
        question = {"limit": _MOST_OFFSETS, "with_payload": True, "with_vector": False}
        path = f"/collections/{offsets.COLLECTION}/points/scroll"
        try:
            answer = await self._api.post(path, Result[Points], question)
            self.moved = offsets.totals(point.payload for point in answer.result.points)
        except Refusal:
            self.moved = None
        except ProbeFailed:
            return
        finally:
            self._pace.asked(started, self._clock())
