"""Records that were not written."""

from typing import Literal

from pydantic import JsonValue

from backend.model.base import Frozen


class Unwritten(Frozen):
    """Which record was not written, and why.

    Attributes:
        record: Its place in the source, counted from 0.
        place: The same for a reader: `task_vectors.json: tasks[12]`.
        offset: The byte at which it begins in its file, or in what that is unpacked to, as `place`
            says; None where a record has no bytes of its own.
        id: As written in the source; empty where it has none.
        kind: `unreadable`, `not finite`, `dimension`, `corrupt` or `unsendable` (found out
            only while sending, such as a refusal by the target).
    """

    record: int
    place: str
    offset: int | None = None
    id: str
    kind: str
    reason: str


class FailedRecord(Unwritten):
    """A record that was not written, as its journal tells it.

    Attributes:
        excerpt: A few of its values, on one line; empty where nothing was kept.
    """

    excerpt: str = ""


class DeadLetter(Unwritten):
    """A record that was not written, with what it holds.

    Attributes:
        content: The record; numbers that JSON has not as text, such as `"NaN"`. None where only
            `text` or nothing could be kept.
        sent: Whether it is the record as it was sent, because the target refused it then.
        text: What stands in the file where it is no record, or one too long to be kept whole: above
            16 MiB, or after a gibibyte of a run's others.
        encoding: How `text` was read: `latin-1` where its bytes are no UTF-8.
        characters: How many there are, where `text` is only the beginning; -1 where nobody knows.
    """

    content: JsonValue = None
    sent: bool = False
    text: str = ""
    encoding: Literal["utf-8", "latin-1"] = "utf-8"
    characters: int | None = None
