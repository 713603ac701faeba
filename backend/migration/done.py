"""What became of a batch, as the journal keeps it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.migration.records import Flaw  # loads numpy, which readers of journals lack


@dataclass(frozen=True)
class Failure:
    """A record that was not written.

    Attributes:
        content: What it holds, as `letters` keeps it.
        offset: The byte at which it begins in its file, decompressed; None where nobody knows.
    """

    record: int
    place: str
    id: str
    flaw: "Flaw"
    content: str = ""
    offset: int | None = None


@dataclass(frozen=True)
class Done:
    """A batch that was acknowledged.

    Attributes:
        number: Which one.
        records: Its records, by their indices in the source.
        attempts: Requests that it took.
        points: Points that the target took.
        failures: Its records that were not written.
        at: When, in seconds since the epoch.
        digest: Of what was read; None where the source as a whole has one.
    """

    number: int
    records: range
    attempts: int
    points: int
    failures: tuple[Failure, ...]
    at: float
    digest: bytes | None = None
