"""What arrived, point by point."""

from pydantic import AwareDatetime

from backend.model.base import Frozen


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
