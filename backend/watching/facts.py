"""What is known of one collection, for its claims to be set beside."""

from dataclasses import dataclass, field

from backend.model.watched import Expected, Indexing
from backend.watching.counts import Counts


@dataclass(frozen=True)
class Facts:
    """What Qdrant and the source say.

    Attributes:
        grown_since_end: By story, points that came after it said that it had ended.
        missing_at: When Qdrant last said that there is no such collection, in monotonic seconds;
            None where there is or was one.
    """

    collection: str
    counts: Counts
    expected: Expected | None = None
    indexing: Indexing | None = None
    grown_since_end: dict[str, int] = field(default_factory=dict)
    missing_at: float | None = None

    @property
    def deferred(self) -> int:
        """Points that reads and counts do not see before they are optimised."""
        return (self.indexing and self.indexing.deferred) or 0

    @property
    def held(self) -> int | None:
        """Points that are there, the deferred included; None before the first count."""
        if self.missing_at is not None:
            return 0
        return None if self.counts.points is None else self.counts.points + self.deferred

    @property
    def held_at(self) -> float:
        """When that was asked, in monotonic seconds; before all time where it was not."""
        if self.missing_at is not None:
            return self.missing_at
        return self.counts.latest[0] if self.counts.latest else float("-inf")

    @property
    def is_behind(self) -> bool:
        """Whether updates wait to be applied, so that a count says less than was written."""
        return bool(self.indexing and self.indexing.update_queue)

    def holds(self) -> str:
        """What is held, in words."""
        if self.missing_at is not None:
            return f"Qdrant has no collection {self.collection}"
        more = f" ({self.deferred:,} of them deferred)" if self.deferred else ""
        return f"Qdrant holds {self.held:,}{more}"

    def reason(self) -> str:
        """Why fewer points may be held than were sent, as far as the numbers tell."""
        source, held = self.expected, self.held or 0
        if not held:
            return "nothing arrived"
        if source is None or source.distinct_ids is None or source.records is None:
            return ""
        foreign = source.foreign_distinct_ids
        if foreign is not None and held <= foreign < source.distinct_ids:
            return f"source has {foreign:,} distinct ids under that tool's id rule"
        if source.distinct_ids < source.records:
            return f"source has {source.distinct_ids:,} distinct ids in {source.records:,} records"
        return ""
