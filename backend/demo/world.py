"""The demo's world: written, started, kept alive, and taken down again."""

import asyncio
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

from backend.config import Settings
from backend.config.settings import RACI_FILE
from backend.demo import RECORDS
from backend.demo.children import Children
from backend.demo.ecosystem import write_ecosystem
from backend.demo.folder import world_folder
from backend.model.world import World
from backend.probes.world import WorldProbe

COLLECTION = "task_vectors"
"""Written in place, so that searches have something to find while the migration runs."""

PACE = 31
"""Points per second: the migration lasts three to four minutes."""

_BATCH = 32
_LEASH = "backend.demo.leash"


class DemoWorld:
    """A sample ecosystem, an embedded Qdrant, a migration into it and searches in it.

    Entering writes the ecosystem, a matter of tenths of a second; vectors and processes follow
    in the background. Leaving ends every process and removes the folder, unless it is kept.

    Attributes:
        settings: The given settings, pointed at this world; complete once entered.
        probe: Tells the stage; there once entered.
    """

    settings: Settings
    probe: WorldProbe

    def __init__(self, settings: Settings, keep: Path | None = None) -> None:
        """Prepare a world.

        Args:
            settings: What is not about the world (theme, window, …) stays as given here.
            keep: An empty or new folder to write into and to leave behind.
        """
        self.settings = settings
        self._keep = keep
        self._cleanup = ExitStack()
        self._settled = asyncio.Event()
        self._stage = ""

    @property
    def processes(self) -> Mapping[int, str]:
        """The processes that run now, pid to role; the mapping lives on."""
        return self._children.roles

    @property
    def folder(self) -> Path:
        """Where everything lies."""
        return self._folder

    async def __aenter__(self) -> Self:
        """Write the ecosystem and begin the rest.

        Raises:
            ConfigError: The folder to keep cannot be used.
        """
        self._folder = self._cleanup.enter_context(world_folder(self._keep))
        state = self._folder / "state"
        writing = asyncio.create_task(asyncio.to_thread(write_ecosystem, self._folder))
        try:
            written = await asyncio.shield(writing)
            state.mkdir()
        except BaseException:
            # A thread cannot be cancelled: what it still writes must be removed too.
            await asyncio.wait([writing])
            self._cleanup.close()
            raise
        self._port = _free_port()
        self._children = Children(self._folder / "logs")
        self._vectors = self._folder / "task_vectors.json"
        self.settings = replace(
            self.settings,
            managers=written.managers,
            documents=written.documents,
            plans=written.plans,
            qdrant=f"http://127.0.0.1:{self._port}",
            further=(),
            api_key="",
            state=state,
            raci_file=self._folder / RACI_FILE,
            data=self._vectors,
        )
        self.probe = WorldProbe(str(self._folder), self._look)
        self._unfolding = asyncio.create_task(self._unfold())
        # The first thing seen should not be an alarm about a Qdrant that is still starting.
        try:
            await self._settled.wait()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._unfolding.cancel()
        await asyncio.wait([self._unfolding])
        await self._children.end()
        self._cleanup.close()

    def _look(self) -> World:
        return World(stage=self._stage, folder=str(self._folder), kept=self._keep is not None)

    async def _unfold(self) -> None:
        try:
            self._stage = f"writing {RECORDS:,} vectors, starting the embedded Qdrant"
            async with asyncio.TaskGroup() as group:
                group.create_task(self._run_qdrant())
                await self._write_vectors()
                await self._settled.wait()
                self._stage = f"{RECORDS:,} vectors are on their way into {COLLECTION}"
                await self._children.start(
                    "load", _LEASH, "backend.demo.load", self.settings.qdrant, COLLECTION
                )
                await self._migrate()
        except* (OSError, _Ended) as group:
            self._stage = "; ".join(str(error) for error in group.exceptions)

    async def _write_vectors(self) -> None:
        role = "vectors"
        process = await self._children.start(
            role, _LEASH, "backend.demo.vectors", str(self._vectors)
        )
        if code := await process.wait():
            raise _Ended(role, code, self._children.log(role))

    async def _run_qdrant(self) -> None:
        """Start it, tell when it answers, and raise when it ends, which it never should."""
        role = "qdrant"
        try:
            process = await self._start_qdrant(role)
        finally:
            self._settled.set()
        raise _Ended(role, await process.wait(), self._children.log(role))

    async def _start_qdrant(self, role: str) -> asyncio.subprocess.Process:
        process = await self._children.start(
            *(role, "backend.embedded", "--until-stdin-closes"),
            *("--path", str(self._folder / "qdrant"), "--port", str(self._port)),
            piped=True,
        )
        if process.stdout is not None:
            await process.stdout.readline()
        return process

    async def _migrate(self) -> None:
        role = "migration"
        process = await self._children.start(
            *(role, _LEASH, "backend.migration", "run", str(self._vectors)),
            *("--to", self.settings.qdrant, "--collection", COLLECTION),
            *("--state", str(self.settings.state), "--pace", str(PACE)),
            *("--batch-size", str(_BATCH), "--format", "json", "--in-place"),
        )
        code = await process.wait()
        if code > 1:
            raise _Ended(role, code, self._children.log(role))
        self._stage = "the migration has ended, the searches go on"


class _Ended(Exception):  # noqa: N818  (it says what happened; nobody erred here)
    """A process of the world ended when it should have gone on."""

    def __init__(self, role: str, code: int, log: Path) -> None:
        super().__init__(f"{role} ended with exit code {code}; what it said is in {log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
