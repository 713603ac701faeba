"""One migration, as its journal tells it."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen
from backend.model.finding import Finding
from backend.model.migration.dead_letter import FailedRecord
from backend.model.migration.manner import AS_USUAL, Fields, Manner, Transport
from backend.model.migration.preflight import Preflight
from backend.model.migration.proof import Verification
from backend.model.migration.switch import Switch

RunState = Literal[
    "preflight",
    "running",
    "paused",
    "waiting",
    "verifying",
    "finished",
    "failed",
    "aborted",
    "lost",
]
"""`waiting`: the target is away and is tried again; `lost`: the process died before its end."""


BreakerState = Literal["closed", "open", "half-open"]


class RunError(Frozen):
    """Something that went wrong during a run and when."""

    at: AwareDatetime
    summary: str
    batch: int | None = None


class Lane(Frozen):
    """What one worker of a run does.

    Attributes:
        doing: `sending`; `again` after a request that failed; `held`: it has a batch and the run
            is paused; `idle`: it waits for a batch to be read.
        batch: Which one it has; None where it has none.
        points: Of that batch.
        attempt: Requests for it, counted from 1; 0 before the first.
        since: When it took the batch up.
    """

    doing: Literal["idle", "sending", "again", "held"]
    batch: int | None = None
    points: int = 0
    attempt: int = 0
    since: AwareDatetime | None = None


class Run(Frozen):
    """One migration as its journal tells it.

    Attributes:
        to: Address of the target Qdrant, without secrets.
        batches_total: Batches planned; None before preflight ends.
        written: Points acknowledged by the target.
        failed: Records that were not written, each in the journal with its reason.
        in_flight: Batches being sent now.
        request_points: Points in one request now; fewer than `batch_size` after refusals.
        transport: Which interface the points go through; None before the first is sent.
        transport_why: Why that one.
        lanes: What each worker does now; empty where none works.
        snapshot: What a run in place goes back to; empty where there is none.
        added: Points with new ids of a run in place without a snapshot, which can be removed again;
            None where it keeps no ids.
        replaced: Points that it writes over and keeps, to be put back.
        kept_bytes: Size of the file that keeps both; None where there is none (any more).
        is_back: Whether it was taken back.
        rate: Points per second over the last ten seconds; None where nothing moved yet.
        rate_history: Points per second, oldest first, one value a second.
        eta_seconds: Time left at the present rate; None where unknown.
        eta_low: Lower end of the interval in which the ETA lies, from the spread of the rate.
        eta_high: Upper end of it.
        target_exact: Qdrant's own exact count of the collection, with `target_exact_at`.
        heartbeat: When the engine last wrote to its journal.
        errors: The latest, oldest first.
        max_failed: Percentage of records that may fail before the run is taken back.
        failures: The first of the failed records.
        dead_letters: The file that holds every one of them; empty where none failed.
        verification: What arrived, once that was compared.
        switch: Where the alias stands; None where the run writes in place.
        fields: What was said of the source's fields.
        manner: How it goes about its work.
    """

    id: str
    source: str
    to: str
    collection: str
    state: RunState
    pid: int | None = None
    host: str = ""
    started: AwareDatetime
    heartbeat: AwareDatetime
    ended: AwareDatetime | None = None
    batch_size: int
    workers: int
    preflight: Preflight | None = None
    batches_done: int = 0
    batches_total: int | None = None
    in_flight: int = 0
    request_points: int | None = None
    transport: Transport | None = None
    transport_why: str = ""
    lanes: tuple[Lane, ...] = ()
    snapshot: str = ""
    added: int | None = None
    replaced: int | None = None
    kept_bytes: int | None = None
    is_back: bool = False
    written: int = 0
    failed: int = 0
    retries: int = 0
    breaker: BreakerState = "closed"
    rate: float | None = None
    rate_history: tuple[float, ...] = ()
    eta_seconds: float | None = None
    eta_low: float | None = None
    eta_high: float | None = None
    target_exact: int | None = None
    target_exact_at: AwareDatetime | None = None
    errors: tuple[RunError, ...] = ()
    max_failed: float = 5.0
    failures: tuple[FailedRecord, ...] = ()
    dead_letters: str = ""
    findings: tuple[Finding, ...] = ()
    verification: Verification | None = None
    switch: Switch | None = None
    fields: Fields = Fields()
    manner: Manner = AS_USUAL

    @property
    def has_way_back(self) -> bool:
        """Whether there is something to go back to: a collection, a snapshot or points kept."""
        return self.switch is not None or bool(self.snapshot) or self.kept_bytes is not None


class Migrations(Frozen):
    """Every run known on this machine, the latest first.

    Attributes:
        unreadable: Journals that cannot be read, each with the reason.
    """

    kind: Literal["migrations"] = "migrations"
    runs: tuple[Run, ...] = ()
    unreadable: tuple[str, ...] = ()
