"""What a plan knows of a source and its target before anything is written."""

from typing import Literal

from backend.model.base import Frozen
from backend.model.finding import Finding


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
