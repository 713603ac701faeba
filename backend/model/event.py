"""Events: what happened and when, across all probes."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen

EventMark = Literal["fine", "look", "act", "unknown"]
"""How much an event asks of a human; `unknown` where something stopped being known."""


class Event(Frozen):
    """One thing that happened: one line of the event log.

    Attributes:
        at: When it was seen.
        source: The probe it was seen by.
        text: One short sentence.
    """

    at: AwareDatetime
    mark: EventMark
    source: str
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
