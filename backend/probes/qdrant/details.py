"""The inside of one collection, for the few that are looked at closely."""

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from backend.model.qdrant import Collection, Gap
from backend.qdrant.api import Api
from backend.qdrant.detail_answers import MemoryUsage, Optimizing, Shards
from backend.qdrant.explained import memory, optimizations, reason, shards, transfers
from backend.qdrant.pace import Seldom
from backend.qdrant.versions import EVER, MEMORY, OPTIMIZATIONS, Version

SHARDS_EVERY = 15.0
MEMORY_EVERY = 60.0
"""Seconds between two questions: each is a line in the server's log, and memory is costly."""


PATIENCE = 4.0
"""Seconds for all of them together: the other collections wait meanwhile."""


class Details:
    """Optimisations, shards and memory of one collection, each asked no oftener than it needs."""

    def __init__(self, api: Api, name: str, clock: Callable[[], float]) -> None:
        self._api = api
        self._path = f"/collections/{quote(name, safe='')}"
        self._optimizing: Seldom[Optimizing | Gap] = Seldom(SHARDS_EVERY, clock)
        self._shards: Seldom[Shards | Gap] = Seldom(SHARDS_EVERY, clock)
        self._memory: Seldom[MemoryUsage | Gap] = Seldom(MEMORY_EVERY, clock)

    async def added_to(self, collection: Collection, version: Version | None) -> Collection:
        """The collection with all that is known of its inside.

        Raises:
            ProbeFailed: The server cannot be reached any more.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                # While it is not green its optimisations are what everybody waits for.
                optimizing, placed, used = await self._ask(
                    version, anew=collection.status != "green"
                )
        except TimeoutError:
            late = f"no answer within {PATIENCE:g} s"
            fields = ("optimizations", "shards", "memory")
            gaps = tuple(Gap(field=field, reason=late) for field in fields)
            return collection.model_copy(update={"gaps": gaps})
        known = None if isinstance(optimizing, Gap) else optimizations(optimizing)
        return collection.model_copy(
            update={
                "reason": reason(collection.status, collection.optimizer, known),
                "optimizations": known,
                "shards": None if isinstance(placed, Gap) else shards(placed),
                "transfers": None if isinstance(placed, Gap) else transfers(placed),
                "memory": None if isinstance(used, Gap) else memory(used),
                "gaps": tuple(one for one in (optimizing, placed, used) if isinstance(one, Gap)),
            }
        )

    async def _ask(
        self, version: Version | None, *, anew: bool
    ) -> tuple[Optimizing | Gap, Shards | Gap, MemoryUsage | Gap]:
        ask, path = self._api.ask_or_gap, self._path
        return (
            await self._optimizing.get(
                lambda: ask(
                    "optimizations", f"{path}/optimizations", Optimizing, version, OPTIMIZATIONS
                ),
                anew=anew,
            ),
            await self._shards.get(lambda: ask("shards", f"{path}/cluster", Shards, version, EVER)),
            await self._memory.get(
                lambda: ask("memory", f"{path}/memory", MemoryUsage, version, MEMORY)
            ),
        )
