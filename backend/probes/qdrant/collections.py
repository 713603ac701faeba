"""The collections of a Qdrant server."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import quote

from backend.model.qdrant import Collection, Collections
from backend.probes.probe import ProbeFailed
from backend.qdrant.answers import (
    Aliases,
    CollectionInfo,
    CollectionNames,
    Greeting,
    OptimizerFault,
    Result,
    VectorParams,
)
from backend.qdrant.api import Api, Refusal
from backend.qdrant.connection import Connection
from backend.qdrant.versions import COLLECTION, gaps, read_version

AT_ONCE = 4
"""Questions about collections in flight."""

MOST = 100
"""Collections asked for in one reading: the server writes a line to its log for each."""


class CollectionsProbe:
    """Names of all collections, and state and size of the first hundred."""

    name = "qdrant.collections"
    period = 5.0
    timeout = 15.0

    def __init__(self, connection: Connection) -> None:
        self.target = connection.url
        self._api = Api(connection)

    async def read(self) -> Collections:
        """Ask for the names, then for each collection; one that fails costs only itself.

        Raises:
            ProbeFailed: The names cannot be had.
        """
        version = await self._version()
        listed = await self._api.ask("/collections", Result[CollectionNames])
        names = sorted(entry.name for entry in listed.result.collections)
        aliases = await self._aliases()
        turns = asyncio.Semaphore(AT_ONCE)
        asked = await asyncio.gather(
            *(self._collection(name, (aliases or {}).get(name, ()), turns) for name in names[:MOST])
        )
        return Collections(
            url=self.target,
            collections=(
                *(collection for collection in asked if collection is not None),
                *(
                    _unknown(name, f"not asked for: it is not among the first {MOST}")
                    for name in names[MOST:]
                ),
            ),
            aliases_known=aliases is not None,
            version=version,
            gaps=gaps(read_version(version), COLLECTION),
        )

    async def close(self) -> None:
        """Close the connections to the server."""
        await self._api.close()

    async def _version(self) -> str:
        """The server's release; empty where it does not say."""
        try:
            return (await self._api.ask("/", Greeting)).version
        except ProbeFailed as failed:
            if failed.error.kind not in ("refused", "invalid"):
                raise
            return ""

    async def _aliases(self) -> Mapping[str, tuple[str, ...]] | None:
        """Aliases by collection; None where the server does not tell."""
        try:
            answer = await self._api.ask("/aliases", Result[Aliases])
        except ProbeFailed as failed:
            if failed.error.kind not in ("refused", "invalid"):
                raise
            return None
        aliases: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for alias in sorted(answer.result.aliases, key=lambda alias: alias.alias_name):
            aliases[alias.collection_name] += (alias.alias_name,)
        return aliases

    async def _collection(
        self, name: str, aliases: tuple[str, ...], turns: asyncio.Semaphore
    ) -> Collection | None:
        """One collection; None where it is gone since its name was listed."""
        async with turns:
            try:
                answer = await self._api.ask(
                    f"/collections/{quote(name, safe='')}", Result[CollectionInfo]
                )
            except Refusal as refusal:
                return None if refusal.status == 404 else _unknown(name, refusal.error.summary)
            except ProbeFailed as failed:
                return _unknown(name, failed.error.summary)
        info = answer.result
        optimizer = info.optimizer_status
        vector = _only_vector(info)
        return Collection(
            name=name,
            status=info.status,
            points=info.points_count,
            indexed=info.indexed_vectors_count,
            segments=info.segments_count,
            optimizer=optimizer.error if isinstance(optimizer, OptimizerFault) else optimizer,
            dimension=vector and vector.size,
            distance=vector and vector.distance,
            vectors=info.vectors_count,
            update_queue=info.update_queue and info.update_queue.length,
            deferred=info.update_queue and info.update_queue.deferred_points,
            warnings=info.warnings and tuple(warned.message for warned in info.warnings),
            created=info.created_at,
            aliases=aliases,
        )


def _unknown(name: str, error: str) -> Collection:
    return Collection(name=name, status="unknown", error=error)


def _only_vector(info: CollectionInfo) -> VectorParams | None:
    """The collection's vector, where it has exactly one."""
    vectors = info.config.params.vectors if info.config else None
    if isinstance(vectors, dict):
        return next(iter(vectors.values())) if len(vectors) == 1 else None
    return vectors
