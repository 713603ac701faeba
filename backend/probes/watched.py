"""Migrations that somebody else runs: their claims beside what Qdrant holds."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from backend.model.watched import Expected, WatchedMigrations
from backend.probes.migration import MigrationProbe
from backend.qdrant.api import Api
from backend.qdrant.connection import Connection
from backend.watching import journal, offsets
from backend.watching.asked import Asked
from backend.watching.expected import counted, given
from backend.watching.log import LogCursor, read_claims
from backend.watching.looking import Looker, OffsetsLooker, now
from backend.watching.story import Story
from backend.watching.watch import Watch

PATIENCE = 3.0
"""Seconds that a reading waits for Qdrant: claims are told while an exact count is under way."""

LONGEST_READ = 10.0
"""Seconds for one look at a log; only an expression that tries everything takes so long."""

TIMEOUT = httpx.Timeout(30.0, connect=3.0)
"""Seconds for each step of a request: an exact count of a large collection takes its time."""


@dataclass
class _Ward:
    """One collection with its logs.

    Attributes:
        cursors: Where each log was read to; a log that cannot be read to its end has none.
    """

    asked: Asked
    watch: Watch
    looker: Looker
    cursors: dict[Path, LogCursor] = field(default_factory=dict)


class WatchedProbe:
    """Watches collections without touching the tools that fill them.

    Args:
        connection: The server that holds the collections.
        asked: What to watch.
        state: Folder of our own journals, which are one more claim.
        counting: Where sources are counted.
        reading: Where logs are read.
        clock: Monotonic seconds.
    """

    name = "watched"
    period = 1.0
    timeout = 20.0

    def __init__(
        self,
        connection: Connection,
        asked: tuple[Asked, ...],
        state: Path,
        *,
        counting: Executor,
        reading: Executor,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.target = f"{connection.url} {', '.join(one.collection for one in asked)}"
        self._url = connection.url
        self._api = Api(connection, TIMEOUT)
        self._asked = asked
        self._journals = MigrationProbe(state)
        self._offsets = OffsetsLooker(self._api, clock)
        self._counting = counting
        self._reading = reading
        self._clock = clock
        self._wards: list[_Ward] = []
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def read(self) -> WatchedMigrations:
        """What is known by now; questions that take longer are told by a later reading."""
        if not self._wards:
            self._wards = [self._ward(asked) for asked in self._asked]
        for ward in self._wards:
            for path in tuple(ward.cursors):
                await self._read_log(ward, path)
        await self._read_journals()
        for ward in self._wards:
            self._start(f"look {ward.watch.collection}", ward.looker.look)
        self._start("offsets", self._offsets.look)
        await asyncio.wait(self._under_way.values(), timeout=PATIENCE)
        for name in [name for name, task in self._under_way.items() if task.done()]:
            self._under_way.pop(name).result()
        self._tell_offsets()
        watched = tuple(ward.watch.picture() for ward in self._wards)
        return WatchedMigrations(url=self._url, watched=watched)

    async def close(self) -> None:
        """Give up questions under way and close the connections to the server."""
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await self._api.close()

    def _ward(self, asked: Asked) -> _Ward:
        watch = Watch(asked.collection, now(self._clock))
        for path in asked.logs:
            watch.story(str(path))
        match asked.expected:
            case int(number):
                watch.expected = given(number)
            case Path() as source:
                watch.expected = Expected(origin=str(source))
                self._start(f"count {asked.collection}", lambda: self._count(watch, source))
        looker = Looker(self._api, watch, self._clock)
        return _Ward(asked, watch, looker, {path: LogCursor() for path in asked.logs})

    def _start(self, name: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Begin some work unless it is still under way."""
        if name not in self._under_way:
            self._under_way[name] = asyncio.create_task(work())

    async def _count(self, watch: Watch, source: Path) -> None:
        loop = asyncio.get_running_loop()
        try:
            watch.expected = await loop.run_in_executor(self._counting, counted, source)
        except BrokenExecutor:
            error = "the process that counted it ended"
            watch.expected = Expected(origin=str(source), error=error)

    async def _read_log(self, ward: _Ward, path: Path) -> None:
        story = ward.watch.story(str(path))
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LONGEST_READ):
                look = await loop.run_in_executor(
                    self._reading, read_claims, path, ward.cursors[path], ward.asked.patterns
                )
        except TimeoutError:
            del ward.cursors[path]
            story.error = f"given up after {LONGEST_READ:g} s: look at claim_patterns"
        except BrokenExecutor:
            story.error = "the process that read it ended; it is read again"
        except OSError as error:
            story.error = f"{error.strerror or 'it cannot be read'}; it is looked for again"
        else:
            story.looked(look.cursor.tail.unread)
            ward.cursors[path] = look.cursor
            for quoted in look.quoted:
                story.add(quoted, now(self._clock))

    async def _read_journals(self) -> None:
        runs = (await self._journals.read()).runs
        for ward in self._wards:
            run = journal.latest(runs, self._url, ward.watch.collection)
            if run is not None:
                story = ward.watch.story(f"journal {run.id}", "journal")
                story.add(journal.claim(run), now(self._clock))

    def _tell_offsets(self) -> None:
        moved = self._offsets.moved
        for ward in self._wards:
            known: Story | None = ward.watch.stories.get(offsets.COLLECTION)
            quoted = offsets.about(ward.watch.collection, moved or {}, len(self._wards))
            if moved is None and known is not None:
                quoted = offsets.gone()
            if quoted is not None:
                story = ward.watch.story(offsets.COLLECTION, "offsets")
                story.add(quoted, now(self._clock))
