"""Migrations that are not ours: what their tools claim beside what Qdrant holds."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen
from backend.model.finding import Evidence, Finding
from backend.model.inside import Optimizations

WatchState = Literal[
    "unknown", "waiting", "filling", "stalled", "quiet", "indexing", "ended", "gone"
]
"""What a watched collection is doing.

`unknown`: Qdrant did not answer yet; `waiting`: the collection does not exist yet; `filling`:
points arrive; `stalled`: none arrive although more are expected; `quiet`: none arrive and nothing
says how many should; `indexing`: all that comes has come and the optimizer still works; `ended`:
the same, green and stable; `gone`: the collection existed and does no more.
"""

Outcome = Literal["running", "completed", "failed"]


class Expected(Frozen):
    """How many points should arrive.

    Attributes:
        origin: The number as given, or the source that was counted.
        records: Records in the source; the number itself where one was given.
        distinct_ids: Points they become where every id keeps its own; None while counting.
        foreign_distinct_ids: Points they become under the original writer's rule
            `int(TaskId without dots, first 8 digits)`; None where it does not apply.
        error: Why the source could not be counted; empty where it was or still is.
    """

    origin: str
    records: int | None = None
    distinct_ids: int | None = None
    foreign_distinct_ids: int | None = None
    error: str = ""


class Said(Frozen):
    """What one tool, log or journal claims of a migration, as it stands now.

    Attributes:
        source: File, collection or journal that says it.
        form: How it was read: `json`, `bracketed`, `plain`, `report`, `pattern`, `offsets`,
            `journal`; empty where nothing was recognised yet.
        migrated: Vectors moved in all.
        failed: Vectors or batches that failed, as the tool counts them.
        total: Vectors it means to move.
        target: Points it says that Qdrant holds.
        batch, batches: The batch it is at, and how many there are.
        outcome: None before its first word.
        at: When its last word was read.
        unread: Bytes of the log still to be read; nothing is judged before they are.
        evidence: Where it said how many were migrated, that it failed, and that it ended.
        error: Why it cannot be read; empty where it can.
    """

    source: str
    form: str = ""
    migrated: int | None = None
    failed: int | None = None
    total: int | None = None
    target: int | None = None
    batch: int | None = None
    batches: int | None = None
    outcome: Outcome | None = None
    at: AwareDatetime | None = None
    unread: int = 0
    evidence: tuple[Evidence, ...] = ()
    error: str = ""


class Comparison(Frozen):
    """A claim beside the fact that it should match.

    Attributes:
        what: `migrated`, `total`, `target`, `outcome` or `expected`.
        verdict: `agree`, `part`, or `pending` while the fact may still catch up.
    """

    what: str
    source: str
    claim: str
    fact: str
    verdict: Literal["agree", "part", "pending"]
    evidence: tuple[Evidence, ...] = ()


class Indexing(Frozen):
    """What Qdrant still does with points it already has. None means that it does not say.

    Attributes:
        indexed: Approximate number of indexed vectors.
        update_queue: Updates accepted and not yet applied.
        deferred: Points written that reads do not see before they are optimised.
        offered: Whether this server tells its optimizations (1.16.3 and later); None before it
            was asked.
        optimizations: What the optimizers do and have before them, where they were asked.
        settled: Green twice, five seconds apart, with nothing left to do.
    """

    status: str
    optimizer: str = ""
    points: int | None = None
    indexed: int | None = None
    segments: int | None = None
    update_queue: int | None = None
    deferred: int | None = None
    offered: bool | None = None
    optimizations: Optimizations | None = None
    settled: bool = False


class Growth(Frozen):
    """How the collection fills, from exact counts.

    Attributes:
        before: Exact count at the first look.
        exact: The latest, with `exact_at` and the seconds the server took for it.
        approximate: Qdrant's own approximation, asked more often.
        rate: Points per second, by Theil-Sen; None before two counts.
        rate_low, rate_high: The 95 % interval of the rate.
        eta_low, eta_high: Seconds left as an interval; None where no end is certain.
        history: Exact counts, oldest first.
        grew_first, grew_last: When the first and the latest growth was seen.
    """

    before: int | None = None
    exact: int | None = None
    exact_at: AwareDatetime | None = None
    exact_took: float | None = None
    approximate: int | None = None
    rate: float | None = None
    rate_low: float | None = None
    rate_high: float | None = None
    eta_low: float | None = None
    eta_high: float | None = None
    history: tuple[int, ...] = ()
    grew_first: AwareDatetime | None = None
    grew_last: AwareDatetime | None = None


class Watched(Frozen):
    """One collection that somebody else fills.

    Attributes:
        since: When it was first looked at.
        ended: When it was first found complete and stable; kept until it grows again.
        error: Why Qdrant does not answer about it; what was known before stays.
    """

    collection: str
    state: WatchState
    since: AwareDatetime
    ended: AwareDatetime | None = None
    expected: Expected | None = None
    growth: Growth = Growth()
    indexing: Indexing | None = None
    said: tuple[Said, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: str = ""


class WatchedMigrations(Frozen):
    """Every collection that was asked to be watched, in that order."""

    kind: Literal["watched"] = "watched"
    url: str
    watched: tuple[Watched, ...] = ()
