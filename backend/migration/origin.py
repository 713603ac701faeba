"""What a run moves, as its engine sees it: files, or a collection of another Qdrant."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from backend.migration.batches import Cut, batches
from backend.migration.errors import Refused
from backend.migration.fitness import fitness_findings
from backend.migration.insisting import Insist
from backend.migration.preflight import Survey, survey
from backend.migration.proving import Proving
from backend.migration.reading import FileReader, Here
from backend.migration.report import changed_files
from backend.migration.rest import Rest
from backend.migration.source import Source
from backend.migration.supply import Read, Supply
from backend.migration.target import Space, Target
from backend.migration.verification import Verifier
from backend.model.finding import Finding
from backend.model.migration.preflight import Preflight
from backend.model.migration.proof import Verification


class Origin(Protocol):
    """What a run moves."""

    @property
    def is_away(self) -> bool:
        """Whether it is somewhere else, and gives no answer."""
        ...

    async def begin(self, rest: Rest, collection: str, insist: Insist, *, in_place: bool) -> None:
        """See that it is not what is written to.

        Raises:
            Refused: It is.
        """
        ...

    async def survey(
        self, model: Space | None, collection: str, is_stopped: Callable[[], bool]
    ) -> Survey:
        """What can be known before anything is written.

        Raises:
            Refused: There is nothing to move.
            Stopped: As asked.
        """
        ...

    def digests(self) -> dict[str, str]:
        """SHA-256 of what was read, by name."""
        ...

    def check(self, space: Space | None, collection: str, preflight: Preflight) -> None:
        """See that the collection takes these points.

        Raises:
            Refused: It does not.
        """
        ...

    async def make(self, target: Target, preflight: Preflight, serving: Space | None) -> None:
        """Make the collection that is written into; one that is there already stays."""
        ...

    def supply(self, cut: Cut) -> Supply:
        """What is left to send."""
        ...

    async def finish(self, target: Target) -> None:
        """Make what is made once every point is there, and before any index of vectors is."""
        ...

    async def verify(self, proving: Proving) -> Verification:
        """Compare it with the target."""
        ...

    def changed(self, before: dict[str, str]) -> tuple[str, ...]:
        """What of it changed since preflight, by name."""
        ...

    async def settle(self, rest: Rest, home: str, insist: Insist) -> tuple[Finding, ...]:
        """Do what is left once the name means what was moved; what is to be told of it."""
        ...


class Files:
    """A source of files."""

    is_away = False

    def __init__(self, source: Source) -> None:
        self._source = source
        self._reader = FileReader(source)

    async def begin(self, rest: Rest, collection: str, insist: Insist, *, in_place: bool) -> None:
        """No file is a collection."""

    async def survey(
        self, model: Space | None, collection: str, is_stopped: Callable[[], bool]
    ) -> Survey:
        """Read them once."""
        self._reader.prepare()
        found = await asyncio.to_thread(survey, self._source, is_stopped)
        findings = (*fitness_findings(model, collection), *found.preflight.findings)
        preflight = found.preflight.model_copy(update={"findings": findings})
        return Survey(preflight, found.superseded)

    def digests(self) -> dict[str, str]:
        """Of each file."""
        return self._source.digests

    def check(self, space: Space | None, collection: str, preflight: Preflight) -> None:
        """The vectors have the dimension of the collection's."""
        if space is None or not preflight.points:
            return
        if not space.dimension:
            raise Refused(
                f"collection {collection} has named vectors",
                "name a collection with one plain vector, or one that does not exist yet",
            )
        if space.dimension != preflight.dimension:
            raise Refused(
                f"collection {collection} takes vectors of {space.dimension} "
                f"dimensions, most of the source have {preflight.dimension}",
                "name another collection, or a source of the same model",
            )

    async def make(self, target: Target, preflight: Preflight, serving: Space | None) -> None:
        """Like the one that serves now; where there is nothing to move, none."""
        if preflight.points:
            await target.create(preflight.dimension, serving)

    def supply(self, cut: Cut) -> Supply:
        """In the order of the files."""
        if self._source.is_bare and cut.transport == "grpc":  # no work for a core of its own
            return Read(Here(batches(self._source, cut)))
        return Read(self._reader.read(batches, cut))

    async def finish(self, target: Target) -> None:
        """Files have no indexes."""

    async def verify(self, proving: Proving) -> Verification:
        """Read them once more."""
        verifier = Verifier(
            self._reader,
            proving.target,
            proving.scope,
            proving.insist,
            proving.sleep,
            proving.is_stopped,
            proving.workers,
        )
        return await verifier.verify()

    def changed(self, before: dict[str, str]) -> tuple[str, ...]:
        """Those that were read differently later."""
        return changed_files(before, self._source.digests)

    async def settle(self, rest: Rest, home: str, insist: Insist) -> tuple[Finding, ...]:
        """Files have no aliases."""
        return ()
