"""The indexing that follows a migration, until green and stable."""

from backend.model.inside import Optimizations
from backend.model.watched import Indexing
from backend.qdrant.answers import CollectionInfo, OptimizerFault

STEADY = 5.0
"""Seconds between two green looks, as Qdrant's own benchmarks wait: one may fall into a pause."""


class Settling:
    """Takes in looks at a collection's own state."""

    def __init__(self) -> None:
        self._green_since: float | None = None

    def moved(self) -> None:
        """Take in that points came or went: what was found still before counts no more."""
        self._green_since = None

    def look(
        self,
        info: CollectionInfo,
        optimizations: Optimizations | None,
        offered: bool | None,
        at: float,
    ) -> Indexing:
        """What is still to be done, by one look.

        Args:
            info: What Qdrant says of the collection.
            optimizations: None where they were not asked for or are not offered.
            offered: Whether the server has them; None where it was not asked.
            at: Monotonic seconds.
        """
        optimizer, queue = info.optimizer_status, info.update_queue
        indexing = Indexing(
            status=info.status,
            optimizer=optimizer.error if isinstance(optimizer, OptimizerFault) else optimizer,
            points=info.points_count,
            indexed=info.indexed_vectors_count,
            segments=info.segments_count,
            update_queue=queue and queue.length,
            deferred=queue and queue.deferred_points,
            offered=offered,
            optimizations=optimizations,
        )
        if not _is_still(indexing):
            self._green_since = None
            return indexing
        if self._green_since is None:
            self._green_since = at
        return indexing.model_copy(update={"settled": at - self._green_since >= STEADY})


def _is_still(indexing: Indexing) -> bool:
    """Whether a look found nothing left to do."""
    todo = indexing.optimizations or Optimizations()
    busy = indexing.update_queue or indexing.deferred or todo.running or todo.queued
    return indexing.status == "green" and indexing.optimizer == "ok" and not busy
