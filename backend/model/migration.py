"""Migrations: what is being moved, how far it is, and what arrived."""

from typing import Literal

from pydantic import AwareDatetime, JsonValue

from backend.model.base import Frozen
from backend.model.finding import Finding

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


Transport = Literal["rest", "grpc"]
"""Which of Qdrant's interfaces points are written through."""


Wish = Literal["auto", "rest", "grpc"]
"""The same as people ask for it: `auto` takes the fastest that is surely the same Qdrant."""


EngineName = Literal["local", "ray"]
"""What reads a source and writes it: this machine alone, or a Ray cluster."""


class Manner(Frozen):
    """How a run goes about its work; whoever takes it up keeps to that, unless told otherwise.

    Attributes:
        transport: Which of Qdrant's interfaces to write through.
        grpc_port: Where Qdrant listens for gRPC, if not at the usual port.
        pace: Points per second at most; None for no limit.
        give_up_after: Seconds without an answer from the target.
        sample: Records to compare at the end; None for every one.
        drop_staging: Delete the new collection where the run is taken back by itself.
        engine: What reads and writes.
        with_aliases: Make the aliases of a source that is a collection at the target, too.
        source_timeout: Seconds that such a source may take to answer one request.
    """

    transport: Wish = "auto"
    grpc_port: int | None = None
    pace: float | None = None
    give_up_after: float = 60.0
    sample: int | None = None
    drop_staging: bool = False
    engine: EngineName = "local"
    with_aliases: bool = False
    source_timeout: float = 30.0


AS_USUAL = Manner()
"""Nobody asked for anything else."""


class Fields(Frozen):
    """What people say of a source's fields, over what is recognised.

    Attributes:
        id: Field that holds a record's id.
        vector: Field that holds its vector.
        payload: Fields that become the payload; None for all others.
    """

    id: str | None = None
    vector: str | None = None
    payload: tuple[str, ...] | None = None


NO_FIELDS = Fields()
"""Nothing was said: everything is recognised."""


class IdCollision(Frozen):
    """Several records of a source that would become one point.

    Attributes:
        point: The point's id.
        records: Their ids as written in the source, the first few.
        count: How many records share the point.
        indices: Where the same records stand in the source, counted from 0.
    """

    point: str
    records: tuple[str, ...]
    count: int
    indices: tuple[int, ...] = ()


class DimensionCount(Frozen):
    """How many records have vectors of this many dimensions."""

    dimension: int
    records: int


class VectorKind(Frozen):
    """The vectors under one name of a collection.

    Attributes:
        name: Empty for the unnamed ones.
        size: Dimensions; None for sparse ones, which have none.
        comparator: Of a multivector, such as `max_sim`.
        modifier: Of a sparse one, such as `idf`.
    """

    name: str
    kind: Literal["dense", "multi", "sparse"]
    size: int | None = None
    distance: str
    datatype: str = "float32"
    comparator: str = ""
    modifier: str = ""

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or "without a name"


class TypeCount(Frozen):
    """In how many records a field's value is of one type, in the words of JSON."""

    type: str
    records: int


class PayloadField(Frozen):
    """One field of the payloads.

    Attributes:
        records: How many have it.
        types: Of its values, the most frequent first.
    """

    name: str
    records: int
    types: tuple[TypeCount, ...]


class Prospect(Frozen):
    """What a migration would meet at its target, and what it would take.

    Attributes:
        means: The collection behind the name; None where the name is free.
        points: Qdrant's exact count of it.
        also_there: Points of the source whose ids it holds already: writing in place would
            overwrite them.
        memory_needed: Bytes for vectors and index, on top of what is there; without payload.
        memory_there: Bytes of memory of the target's machine; None where it does not tell.
        memory_used: Bytes of it that Qdrant itself holds now; None where it does not tell.
        disk_needed: Bytes for vectors and payload at the worst: Qdrant's optimizer writes a segment
            anew before the old one goes, and the log of writes comes on top; None where the payload
            was not read.
        disk_there: Bytes of its disk.
        disk_used: Bytes of it that Qdrant's vectors and payloads take now.
        untold: Why some of these are unknown; empty where none is.
        seconds_at_least: For reading the source twice more, to move and to verify it; None where
            nothing of it was read.
        seconds_as_before: At the pace of the latest run into this target; None before the first.
    """

    to: str
    collection: str
    means: str | None = None
    is_alias: bool = False
    points: int | None = None
    also_there: int | None = None
    memory_needed: int
    memory_there: int | None = None
    memory_used: int | None = None
    disk_needed: int | None = None
    disk_there: int | None = None
    disk_used: int | None = None
    untold: str = ""
    seconds_at_least: float | None
    seconds_as_before: float | None = None


class Preflight(Frozen):
    """What can be known of a source before anything is written.

    Attributes:
        shape: `tasks`, `embeddings` or `vectors`, as recognised from the content; `collection`
            for one of another Qdrant.
        bytes: Size of the source; None where it does not tell.
        source_records: Records in the source.
        distinct_ids: Distinct points among all records that have an id, those that fail included.
        points: Distinct points among the records that can be sent: what should arrive.
        dimension: The most frequent one; records of another fail.
        collisions: The first few points that several records share.
        colliding_records: Records beyond the first of each point: what an upsert by id loses.
        not_finite: Records with NaN or infinity in their vector.
        zero_vectors: Records whose vector is all zeros.
        unreadable: Records that are no record at all.
        foreign_collisions: The first few points that several records would become under the rule
            of the original writer of shape `tasks`, where that rule loses any.
        payload_fields: Fields of the payloads of the records that can be sent, the most frequent
            first; the first few.
        payload_fields_more: How many there are beyond those.
        payload_bytes: Of all payloads as JSON, estimated from every 64th.
        prospect: What the target says, where it was asked.
        vectors: Of a collection: what its points may have.
    """

    shape: str
    bytes: int | None
    source_records: int
    distinct_ids: int
    points: int = 0
    dimension: int
    dimensions: tuple[DimensionCount, ...] = ()
    collisions: tuple[IdCollision, ...] = ()
    colliding_records: int = 0
    not_finite: int = 0
    zero_vectors: int = 0
    unreadable: int = 0
    foreign_collisions: tuple[IdCollision, ...] = ()
    payload_fields: tuple[PayloadField, ...] = ()
    payload_fields_more: int = 0
    payload_bytes: int = 0
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()
    prospect: Prospect | None = None
    vectors: tuple[VectorKind, ...] = ()


class RunError(Frozen):
    """Something that went wrong during a run and when."""

    at: AwareDatetime
    summary: str
    batch: int | None = None


class FailedRecord(Frozen):
    """A record that was not written.

    Attributes:
        record: Its place in the source, counted from 0.
        place: The same for a reader: `task_vectors.json: tasks[12]`.
        id: As written in the source; empty where it has none.
        kind: `unreadable`, `not finite`, `dimension`, `corrupt` or `unsendable` (found out
            only while sending, such as a refusal by the target).
        excerpt: A few of its values, on one line; empty where nothing was kept.
        offset: The byte at which it begins in its file, decompressed; None where nobody knows.
    """

    record: int
    place: str
    id: str
    kind: str
    reason: str
    excerpt: str = ""
    offset: int | None = None


class DeadLetter(Frozen):
    """A record that was not written, with what it holds.

    Attributes:
        record: Its place in the source, counted from 0.
        place: The same for a reader: `task_vectors.json: tasks[12]`.
        offset: The byte at which it begins in its file, decompressed; None where nobody knows.
        id: As written in the source; empty where it has none.
        kind: As of a `FailedRecord`.
        content: The record; numbers that JSON has not as text, such as `"NaN"`. None where only
            `text` or nothing could be kept.
        sent: Whether it is the record as it was sent, because the target refused it then.
        text: What stands in the file where it is no record, or one too long to be kept whole.
        encoding: How `text` was read: `latin-1` where its bytes are no UTF-8.
        characters: How many there are, where `text` is only the beginning; -1 where nobody knows.
    """

    record: int
    place: str
    offset: int | None = None
    id: str
    kind: str
    reason: str
    content: JsonValue = None
    sent: bool = False
    text: str = ""
    encoding: Literal["utf-8", "latin-1"] = "utf-8"
    characters: int | None = None


class Mismatch(Frozen):
    """One point that is not what its record says.

    Attributes:
        place: Where its record stands in the source.
        check: The check that found it.
    """

    place: str
    id: str
    point: str
    check: str
    detail: str


class Check(Frozen):
    """One question of a verification and its answer.

    Attributes:
        name: `presence`, `count`, `vectors`, `payload`, `recall` or `source`.
        checked: How many points (for `recall`: searches) were looked at.
        failed: How many of them are not as they should be.
        passed: None where it could not be judged; `detail` says why.
        detail: The answer in one sentence.
    """

    name: str
    checked: int = 0
    failed: int = 0
    passed: bool | None
    detail: str


class Verification(Frozen):
    """A source set beside a collection: what arrived, point by point.

    Attributes:
        run: The run it belongs to; empty where it was asked for by itself.
        collection: As asked for, maybe an alias.
        sample: Records drawn, where not every one was compared; the same number draws the same
            records from the same source.
        tolerance: Largest 1 - cosine, and largest relative difference of norms.
        expected: Points that the collection should hold of this source.
        target_exact: Qdrant's own exact count.
        recall: Share of the ten nearest of an exact search in the source that the target finds.
        source_digest: SHA-256 over names and digests of the source's files; of a collection the
            same as `target_digest`, so that the two are equal where everything is bit for bit.
        target_digest: Of the points compared, as the target returned them, in any order: the sum
            of the SHA-256 of each (id, vector in 32-bit floats, payload) modulo 2^256.
        mismatches: The first few.
        files: Where the report lies.
    """

    run: str = ""
    at: AwareDatetime
    seconds: float
    source: str
    to: str
    collection: str
    distance: str
    datatype: str
    tolerance: float
    sample: int | None = None
    expected: int
    target_exact: int | None = None
    recall: float | None = None
    source_digest: str
    target_digest: str
    passed: bool
    checks: tuple[Check, ...]
    mismatches: tuple[Mismatch, ...] = ()
    files: tuple[str, ...] = ()


SwitchState = Literal["staged", "switching", "switched", "returning", "returned"]
"""`switching` and `returning`: the alias is being moved, or was when the process ended."""


class Switch(Frozen):
    """The two collections of a run that does not write in place.

    Attributes:
        alias: The name that people and programs use.
        staging: The collection that the run fills.
        previous: What the alias meant before; None where there was no such alias.
        dropped: Whether the staging collection was deleted.
    """

    alias: str
    staging: str
    previous: str | None = None
    state: SwitchState
    dropped: bool = False


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


class Progress(Frozen):
    """How far a run is: a line on stderr where that is no terminal.

    Attributes:
        points: What should arrive; None before preflight ends.
        rate: Points per second over the last ten seconds.
        latest: What was worth telling last; empty where nothing was.
    """

    kind: Literal["progress"] = "progress"
    run: str
    state: RunState
    written: int
    points: int | None = None
    failed: int = 0
    retries: int = 0
    breaker: BreakerState = "closed"
    rate: float | None = None
    eta_seconds: float | None = None
    latest: str = ""


class Migrations(Frozen):
    """Every run known on this machine, the latest first.

    Attributes:
        unreadable: Journals that cannot be read, each with the reason.
    """

    kind: Literal["migrations"] = "migrations"
    runs: tuple[Run, ...] = ()
    unreadable: tuple[str, ...] = ()


class Report(Frozen):
    """How a run ended: the last line of `passerelle migrate run --format json`.

    Attributes:
        source_records: Records in the source.
        distinct_ids: Points that they become.
        is_counted: Whether the source was counted; else both are 0 and say nothing.
        is_asked: Whether the target was asked what it held; else `target_before` says nothing.
        written: Points acknowledged by the target.
        failed: Records not written.
        target_exact: Qdrant's exact count afterwards; None where it could not be asked.
        seconds: From start to end, pauses and resumes included.
        verification: What arrived, where that was compared.
        switch: Where the alias stands; None where the run wrote in place.
        dead_letters: The file that holds every failed record; empty where there is none.
    """

    id: str
    state: RunState
    source: str
    to: str
    collection: str
    source_records: int
    distinct_ids: int
    is_counted: bool = True
    is_asked: bool = True
    written: int
    failed: int
    colliding_records: int = 0
    target_before: int = 0
    target_exact: int | None = None
    seconds: float
    retries: int = 0
    resumed: int = 0
    findings: tuple[Finding, ...] = ()
    verification: Verification | None = None
    switch: Switch | None = None
    dead_letters: str = ""
