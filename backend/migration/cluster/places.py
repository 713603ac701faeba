"""What a cluster's tasks read: a part of a source, told so that any machine can open it."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from backend.migration.batches import Batch, Cut, stretch
from backend.migration.collection.origin import batch_of, insisting
from backend.migration.collection.source import CollectionSource, Reader
from backend.migration.errors import Refused
from backend.migration.journal import Journal
from backend.migration.persistence import Persistence
from backend.migration.ranges import Range
from backend.migration.source import Source
from backend.model.migration.manner import Fields, Manner
from backend.model.migration.preflight import Preflight


class Place(Protocol):
    """Where batches are read from, for processes that have not opened it."""

    def part(self, numbers: range) -> "Place":
        """As much of it as is needed to read the batches of these numbers."""
        ...

    def batches(self, numbers: range, cut: Cut) -> Iterator[Batch]:
        """The batches of these numbers.

        Raises:
            SourceAway: It gave no answer for too long.
            Refused: It gives none.
        """
        ...


def place_of(source: Source | CollectionSource, journal: Journal, left: Sequence[range]) -> Place:
    """Where the batches of these numbers are read from."""
    row = journal.row
    if isinstance(source, Source):
        return FilesPlace(Path(source.name), Fields.model_validate_json(row["fields"]))
    wanted = {number for numbers in left for number in numbers}
    return RangesPlace(
        replace(source, collection=journal.moved_from or source.collection),
        row["batch_size"],
        Manner.model_validate_json(row["manner"]).give_up_after,
        tuple(one for one in journal.ranges.all() if one.number in wanted),
    )


def check_place(source: Source | CollectionSource, preflight: Preflight) -> None:
    """See that a cluster can move it in parts, once it was looked at.

    Raises:
        Refused: A file of it breaks off, so that nobody knows where the records behind it are, or
            ray-qdrant cannot write what its points hold.
    """
    if preflight.vectors and [kind.kind for kind in preflight.vectors] != ["dense"]:
        kinds = ", ".join(f"{kind.title} ({kind.kind})" for kind in preflight.vectors)
        raise Refused(
            f"ray-qdrant writes one dense vector for each point, and those of {source.name} may "
            f"have {kinds}",
            "leave --engine ray away: ranges of ids are read in parallel here, too",
        )
    if isinstance(source, Source) and source.rows != preflight.source_records:
        raise Refused(
            f"{source.name} gives {preflight.source_records:,} records where its files "
            f"say {source.rows:,}: one of them breaks off",
            "bring it back whole, or leave --engine ray away",
        )


@dataclass(frozen=True)
class FilesPlace:
    """Files that are read from any record on.

    Attributes:
        path: The same on every machine of the cluster.
    """

    path: Path
    fields: Fields

    def part(self, numbers: range) -> "FilesPlace":
        """The same: files are opened as a whole."""
        return self

    def batches(self, numbers: range, cut: Cut) -> Iterator[Batch]:
        """The batches of these numbers."""
        return stretch(Source(self.path, self.fields), numbers, cut)


@dataclass(frozen=True)
class RangesPlace:
    """Ranges of a collection's ids, as the journal has fixed them.

    Attributes:
        source: The collection by its own name, reached from every machine of the cluster.
        size: Points of a range.
        give_up_after: Seconds without an answer.
        ranges: Those that are read.
    """

    source: CollectionSource
    size: int
    give_up_after: float
    ranges: tuple[Range, ...]

    def part(self, numbers: range) -> "RangesPlace":
        """The ranges of these numbers alone."""
        return replace(self, ranges=tuple(one for one in self.ranges if one.number in numbers))

    def batches(self, numbers: range, cut: Cut) -> Iterator[Batch]:
        """One for each range, one request after the other: the cluster has many tasks."""
        persistence = Persistence(self.give_up_after, asyncio.sleep, lambda summary, batch: None)
        with asyncio.Runner() as runner:
            rest = self.source.rest(1)
            runner.run(rest.__aenter__())
            try:
                reader = Reader(rest, self.source.collection, insisting(persistence))
                runner.run(reader.space())  # which tells how many points it gives at once
                for one in self.part(numbers).ranges:
                    points = runner.run(reader.read(one))
                    yield batch_of(one, points, self.size, cut.transport)
            finally:
                runner.run(rest.__aexit__(None, None, None))
