"""A moment on both clocks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Moment:
    """When something was seen.

    Attributes:
        monotonic: Seconds, for what lies between two moments.
        at: Wall clock, UTC, for people.
    """

    monotonic: float
    at: datetime
