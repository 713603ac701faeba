"""Events: what happened and when, across all probes."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen

EventMark = Literal["fine", "look", "act", "unknown"]
"""How much an event asks of a human; `unknown` where something stopped being known."""


EventKind = Literal[
    "", "program", "health", "finding", "collection", "migration", "server", "alert", "gateway"
]
"""What an event is about; empty in logs that were written before it was told. `health`: whether a
probe has an answer; `migration`: of ours and of others."""


class Event(Frozen):
    """One thing that happened: one line of the event log.

    Attributes:
        at: When it was seen.
        source: The probe it was seen by.
        subject: The collection, server, alert, manager or finding it is about, where there is one.
        text: One short sentence.
    """

    at: AwareDatetime
    mark: EventMark
    source: str
    kind: EventKind = ""
    subject: str = ""
    text: str


class Events(Frozen):
    """The end of the event log.

    Attributes:
        events: The latest first; earlier starts included.
        skipped: Lines of the log that made no sense.
        trouble: Why events are not written down; empty where they are.
    """

    kind: Literal["events"] = "events"
    events: tuple[Event, ...] = ()
    skipped: int = 0
    trouble: str = ""
