"""Steps that happen to a watched collection, in a time of their own."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from backend.model.watched import Expected, Watched
from backend.qdrant.answers import CollectionInfo, UpdateQueue
from backend.watching.lines import read_line
from backend.watching.moment import Moment
from backend.watching.statement import Quoted
from backend.watching.watch import Watch

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOG = "logs/migrate.log"


def at(seconds: float) -> Moment:
    """So many seconds after noon."""
    return Moment(seconds, NOON + timedelta(seconds=seconds))


def info(points: int, status: str = "green", queue: int = 0, deferred: int = 0) -> CollectionInfo:
    """What Qdrant says of a collection."""
    return CollectionInfo(
        status=status,
        optimizer_status="ok",
        points_count=points,
        update_queue=UpdateQueue(length=queue, deferred_points=deferred),
    )


@dataclass
class Scene:
    """A watched collection and its tool's log."""

    watch: Watch = field(default_factory=lambda: Watch("tasks", at(0)))
    lines: int = 0

    def expect(self, records: int, distinct: int, foreign: int | None = None) -> None:
        """Say what should arrive."""
        self.watch.expected = Expected(
            origin="tasks.json",
            records=records,
            distinct_ids=distinct,
            foreign_distinct_ids=foreign,
        )

    def log(self, seconds: float, *lines: str, age: float = 0.0) -> None:
        """Let the tool write lines, read at a time."""
        for line in lines:
            self.lines += 1
            statement = read_line(line)
            assert statement is not None, line
            self.watch.story(LOG).add(Quoted(statement, self.lines, line, age), at(seconds))

    def batch(self, seconds: float, number: int, size: int = 100) -> None:
        """Let the tool say that a batch arrived."""
        self.log(
            seconds,
            f"[2026-11-22 12:00:00] [INFO] Migration du batch {number} ({size} vecteurs)",
            f"[2026-11-22 12:00:00] [SUCCESS] Batch {number} migré avec succès",
        )

    def holds(
        self, seconds: float, points: int, status: str = "green", queue: int = 0, deferred: int = 0
    ) -> None:
        """Let Qdrant hold so many points, looked at and counted."""
        self.watch.look(info(points, status, queue, deferred), None, None, at(seconds))
        self.watch.counted(points, at(seconds), took=0.01)

    @property
    def now(self) -> Watched:
        """What is known."""
        return self.watch.picture()

    @property
    def state(self) -> str:
        """What it is doing now."""
        return self.now.state

    def verdicts(self) -> dict[str, str]:
        """How each claim stands to its fact."""
        return {found.what: found.verdict for found in self.now.comparisons}

    def summaries(self) -> list[str]:
        """What a human is told."""
        return [finding.summary for finding in self.now.findings]
