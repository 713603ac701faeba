"""The engine as people start it: a process of its own."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.model.migration.report import Report
from tests.forked import Forked, Origin, origin
from tests.migration_sources import remove


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> Report:
        """The last line of its output."""
        return Report.model_validate_json(self.out.splitlines()[-1])


@dataclass
class Bench:
    """A Qdrant, a collection of its own in it, and a state folder.

    Attributes:
        processes: Every engine started, the latest last.
    """

    qdrant: str
    collection: str
    state: Path
    origin: Origin
    processes: list[Forked] = field(default_factory=list)

    async def migrate(self, *arguments: str, **environment: str) -> Ended:
        """Run one of the engine's commands to its end."""
        process = await self.origin.start(
            *("backend.migration", *arguments, "--state", str(self.state)),
            environment={**os.environ, **environment},
            output=self.state.parent / f"process {len(self.processes)}",
        )
        self.processes.append(process)
        code = await process.end()
        return Ended(code, *((process.output / name).read_text() for name in ("out", "err")))

    async def run(self, source: Path, *options: str, to: str = "", **environment: str) -> Ended:
        """`run SOURCE … --format json`."""
        target = ("--to", to or self.qdrant, "--collection", self.collection)
        return await self.migrate(
            "run", str(source), *target, *options, "--format", "json", **environment
        )

    async def run_from(
        self, address: str, *options: str, to: str = "", **environment: str
    ) -> Ended:
        """`run http://…/NAME … --format json`."""
        target = ("--to", to or self.qdrant, "--collection", self.collection)
        return await self.migrate(
            "run", address, *target, *options, "--format", "json", **environment
        )

    @property
    def points(self) -> dict[Any, dict[str, Any]]:
        """Everything in the collection, by id."""
        body = {"limit": 10_000, "with_vector": True, "with_payload": True}
        answer = httpx.post(f"{self.qdrant}/collections/{self.collection}/points/scroll", json=body)
        return {
            point["id"]: point for point in answer.raise_for_status().json()["result"]["points"]
        }

    @property
    def journals(self) -> list[Path]:
        """The journals on disk."""
        return sorted((self.state / "migrations").glob("*.sqlite"))

    def shown(self, text: str) -> Any:
        """The JSON of a command's output."""
        return json.loads(text)


@pytest.fixture(scope="session")
def engines() -> Iterator[Origin]:
    """What engines are forked from; the tests of faults start some from nothing."""
    with origin("backend.migration.session", "backend.migration.plan_command") as made:
        yield made


@pytest.fixture
def bench(qdrant: str, engines: Origin, tmp_path: Path) -> Iterator[Bench]:
    """A collection name and a state folder that nobody else uses."""
    made = Bench(qdrant, f"moved {uuid4()}", tmp_path / "state", engines)
    yield made
    for process in made.processes:
        process.kill()
    remove(qdrant, made.collection)
