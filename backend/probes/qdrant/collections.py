"""The collections of a Qdrant server."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from pydantic import JsonValue

from backend.model.qdrant import Collection, Collections
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant.details import Details
from backend.probes.qdrant.looking import Looking
from backend.qdrant.answers import (
    Aliases,
    CollectionInfo,
    CollectionNames,
    Greeting,
    OptimizerFault,
    Result,
    VectorParams,
)
from backend.qdrant.api import Refusal, is_silence
from backend.qdrant.connection import Connection
from backend.qdrant.explained import reason
from backend.qdrant.pace import Seldom
from backend.qdrant.versions import COLLECTION, gaps, read_version

FEW = 4
"""Collections looked at closely where none are named: each question is a line in a log."""

TURNS = 2
"""Collections of the others asked for in one reading: each has its turn."""

MOST_NEW = 200
"""Collections asked for in one reading because nothing is known of them yet."""

ALIASES_EVERY = 30.0
"""Seconds; they change seldom, and asking is logged too."""

PATIENCE = 8.0
"""Seconds of one reading after which no further collection is asked for."""


class CollectionsProbe(Looking):
    """Names of all collections; the visible ones looked at each time, the others by turns.

    Args:
        connection: The server.
        visible: Names of the collections to look at closely; the first few where empty.
        clock: Monotonic seconds.
    """

    name = "qdrant.collections"
    shortest_period = 5.0
    timeout = 20.0

    def __init__(
        self,
        connection: Connection,
        visible: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(connection, clock)
        self._named = self._visible = visible
        self._details: dict[str, Details] = {}
        self._known: dict[str, Collection] = {}
        self._turn = ""
        self._aliases: Seldom[Mapping[str, tuple[str, ...]] | None] = Seldom(ALIASES_EVERY, clock)

    def look(self, subject: JsonValue) -> None:
        """Look closely at these collections from now on: the ones on screen.

        Args:
            subject: `{"collections": ["tasks", …]}`; none for the first few.

        Raises:
            ValueError: It is something else.
        """
        names = subject.get("collections") if isinstance(subject, dict) else None
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError('expected {"collections": [names]}')
        self._visible = tuple(str(name) for name in names[:FEW])

    def look_away(self) -> None:
        """Look closely at those that were named at the start."""
        self._visible = self._named

    async def read(self) -> Collections:
        """Ask for the names, then for collections one by one; one that fails costs only itself.

        Raises:
            ProbeFailed: The names cannot be had.
        """
        with self._pace.reading():
            began = self._clock()
            version = await self._version()
            listed = await self._api.ask("/collections", Result[CollectionNames])
            names = sorted(entry.name for entry in listed.result.collections)
            aliases = await self._aliases.get(self._ask_aliases)
            visible = [name for name in self._visible if name in names] or names[:FEW]
            self._forget(names, visible)
            asked = set()
            for name in (*visible, *self._next_turns(names, visible)):
                if self._clock() - began > PATIENCE:
                    break
                asked.add(name)
                await self._look_at(name, name in visible, version)
        return Collections(
            url=self.target,
            collections=tuple(self._told(names, asked, aliases or {})),
            aliases_known=aliases is not None,
            version=version,
            gaps=gaps(read_version(version), COLLECTION),
        )

    def _forget(self, names: list[str], visible: list[str]) -> None:
        """Let go of collections that are gone, and of details that nobody looks at any more."""
        self._known = {name: self._known[name] for name in names if name in self._known}
        self._details = {
            name: self._details.get(name) or Details(self._api, name, self._clock)
            for name in visible
        }

    def _next_turns(self, names: list[str], visible: list[str]) -> list[str]:
        """Those of the others that are asked for now: new ones, or those after the last turn."""
        others = [name for name in names if name not in visible]
        unknown = [name for name in others if name not in self._known]
        if unknown:
            return unknown[:MOST_NEW]
        later = [name for name in others if name > self._turn]
        turns = (later + others)[: min(TURNS, len(others))]
        if turns:
            self._turn = turns[-1]
        return turns

    async def _look_at(self, name: str, closely: bool, version: str) -> None:
        found = await self._collection(name)
        if found is None:
            self._known.pop(name, None)
            return
        if closely and not found.error:
            found = await self._details[name].added_to(found, read_version(version))
        self._known[name] = found.model_copy(update={"asked": datetime.now(UTC)})

    def _told(
        self, names: list[str], asked: set[str], aliases: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Collection]:
        for name in names:
            found = self._known.get(name)
            if found is None and name in asked:
                continue  # gone since its name was listed
            if found is None:
                found = _unknown(name, "not asked for yet; it has its turn")
            when = None if name in asked else found.asked
            yield found.model_copy(update={"asked": when, "aliases": aliases.get(name, ())})

    async def _version(self) -> str:
        """The server's release; empty where it does not say."""
        try:
            return (await self._api.ask("/", Greeting)).version
        except ProbeFailed as failed:
            if is_silence(failed):
                raise
            return ""

    async def _ask_aliases(self) -> Mapping[str, tuple[str, ...]] | None:
        """Aliases by collection; None where the server does not tell."""
        try:
            answer = await self._api.ask("/aliases", Result[Aliases])
        except ProbeFailed as failed:
            if is_silence(failed):
                raise
            return None
        aliases: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for alias in sorted(answer.result.aliases, key=lambda alias: alias.alias_name):
            aliases[alias.collection_name] += (alias.alias_name,)
        return aliases

    async def _collection(self, name: str) -> Collection | None:
        """One collection; None where it is gone since its name was listed."""
        try:
            answer = await self._api.ask(
                f"/collections/{quote(name, safe='')}", Result[CollectionInfo]
            )
        except Refusal as refusal:
            return None if refusal.status == 404 else _unknown(name, refusal.error.summary)
        except ProbeFailed as failed:
            return _unknown(name, failed.error.summary)
        return _as_told(name, answer.result)


def _as_told(name: str, info: CollectionInfo) -> Collection:
    optimizer = info.optimizer_status
    said = optimizer.error if isinstance(optimizer, OptimizerFault) else optimizer
    vector = _only_vector(info)
    queue = info.update_queue
    return Collection(
        name=name,
        status=info.status,
        points=info.points_count,
        indexed=info.indexed_vectors_count,
        vectors=info.vectors_count,
        segments=info.segments_count,
        optimizer=said,
        dimension=vector and vector.size,
        distance=vector and vector.distance,
        update_queue=queue and queue.length,
        deferred=queue and queue.deferred_points,
        warnings=None if info.warnings is None else tuple(one.message for one in info.warnings),
        created=info.created_at,
        reason=reason(info.status, said, None),
    )


def _unknown(name: str, error: str) -> Collection:
    return Collection(name=name, status="unknown", error=error)


def _only_vector(info: CollectionInfo) -> VectorParams | None:
    """The collection's vector, where it has exactly one."""
    vectors = info.config.params.vectors if info.config else None
    if isinstance(vectors, dict):
        return next(iter(vectors.values())) if len(vectors) == 1 else None
    return vectors
