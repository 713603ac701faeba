"""Records: what one entry of a source becomes, or why it becomes nothing."""

import math
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from backend.migration.letters import kept_content, kept_raw
from backend.migration.shapes import Shape

Vector = NDArray[np.float32]
FlawKind = Literal["unreadable", "not finite", "dimension", "corrupt", "unsendable"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a record cannot become a point.

    Attributes:
        kind: `unreadable` (no record at all), `not finite` (NaN, infinity or null in the
            vector), `dimension` (of another length than the rest), `corrupt` (the file breaks
            here), `unsendable` (found out only while sending: no JSON, or the target refused it).
    """

    kind: FlawKind
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a parser found, with its own bytes.

    Attributes:
        content: The value, or a Flaw.
        offset: Where it begins in the file, decompressed where that is gzip.
        raw: Its bytes, as they stand there.
        is_whole: Whether those are all of them.
    """

    content: Any
    offset: int
    raw: bytes
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a source, as the parser gave it.

    Attributes:
        index: Counts the entries of the whole source from 0.
        place: Where it stands, such as `task_vectors.json: tasks[12]`.
        content: What stands there; a Flaw where the file could not be read on.
        offset: The byte at which it begins in its file, where that is known.
        raw: Its bytes, where the parser had them.
        is_whole: Whether those are all of them.
    """

    index: int
    place: str
    shape: Shape | None
    content: Any
    offset: int | None = None
    raw: bytes | None = None
    is_whole: bool = True

    def kept(self) -> str:
        """What a dead letter keeps of it, as `letters` does; empty where nothing could be read."""
        if self.raw is not None:
            return kept_raw(self.raw, is_whole=self.is_whole)
        return "" if isinstance(self.content, Flaw) else kept_content(self.content)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a source.

    Attributes:
        id: As written in the source; None where it has none.
        vector: Empty where there is none.
        payload: Every other field.
        flaw: Why it can become no point, whatever the target's dimension is.
    """

    index: int
    place: str
    id: Any
    vector: Vector
    payload: dict[str, Any]
    flaw: Flaw | None = None

    def flaw_at(self, dimension: int) -> Flaw | None:
        """Why it can become no point in a collection of this dimension."""
        if self.flaw is None and len(self.vector) != dimension:
            return Flaw("dimension", f"{len(self.vector)} dimensions instead of {dimension}")
        return self.flaw


NO_VECTOR = np.empty(0, np.float32)


def read_record(entry: Entry) -> Record:
    """The record in an entry; one that is no record comes with a flaw, never an exception."""
    if isinstance(entry.content, Flaw):
        return Record(entry.index, entry.place, None, NO_VECTOR, {}, entry.content)
    if not isinstance(entry.content, dict) or entry.shape is None:
        unreadable = Flaw("unreadable", f"an object was expected, found {_kind(entry.content)}")
        return Record(entry.index, entry.place, None, NO_VECTOR, {}, unreadable)
    payload = dict(entry.content)
    identity = payload.pop(entry.shape.id_field, None)
    flaw: Flaw | None
    vector, flaw = _read_vector(payload.pop(entry.shape.vector_field, None), entry.shape)
    if (wanted := entry.shape.payload_fields) is not None:
        payload = {name: value for name, value in payload.items() if name in wanted}
    if identity is None or identity == "" or isinstance(identity, dict | list):
        identity = None
        flaw = Flaw("unreadable", f"no usable id in {entry.shape.id_field!r}")
    return Record(entry.index, entry.place, identity, vector, payload, flaw)


def _read_vector(value: Any, shape: Shape) -> tuple[Vector, Flaw | None]:
    """The vector in 32-bit floats, as Qdrant stores it."""
    expected = f"a list of numbers was expected in {shape.vector_field!r}"
    is_array = isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "fiu"
    if not (is_array or isinstance(value, list)):
        return NO_VECTOR, Flaw("unreadable", f"{expected}, found {_kind(value)}")
    if not len(value):
        return NO_VECTOR, Flaw("unreadable", f"{expected}, found an empty one")
    if is_array and value.dtype == np.float32:
        return _finite(value)
    with np.errstate(over="ignore"):  # too large for 32 bits is infinity, and told as such
        vector = value.astype(np.float32) if is_array else _singles(value)
    if vector is None:
        return NO_VECTOR, Flaw("unreadable", f"{expected}, found something else in it")
    return _finite(vector)


def _finite(vector: Vector) -> tuple[Vector, Flaw | None]:
    if math.isfinite(np.dot(vector, vector)):  # the fastest way to see that every number is
        return vector, None
    finite = np.isfinite(vector)
    if not finite.all():
        first = int(finite.argmin())
        return vector, Flaw("not finite", f"no finite 32-bit number at place {first} of the vector")
    return vector, None


def _singles(value: list[Any]) -> Vector | None:
    """Numbers in 32 bits; None where something else is among them."""
    if isinstance(value[0], float):
        with suppress(struct.error, OverflowError):  # twice as fast as finding out what is in it
            return np.frombuffer(struct.pack(f"={len(value)}f", *value), np.float32)
    try:
        raw = np.array(value)
        # Kind O holds null, or exact numbers too long for a machine word.
        is_numbers = raw.ndim == 1 and raw.dtype.kind in "fiuO"
        return raw.astype(np.float32) if is_numbers else None
    except (ValueError, TypeError, OverflowError):
        return None


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "a truth value"}
    return "nothing" if value is None else names.get(type(value), "a number")
