"""What one line of somebody's log claims."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["json", "bracketed", "plain", "report", "pattern", "offsets", "journal"]


@dataclass(frozen=True)
class Statement:
    """What one line claims.

    Attributes:
        begins: A run begins here: what was claimed before is of an earlier one.
        arrived: Whether the batch it is about arrived; None where it only begins.
        completed: True where the line says that all is done, False that all has failed.
        figures: `migrated`, `failed` and `total`: vectors in all; `target`: points that Qdrant
            is said to hold; `batch`, `batches`: which of how many; `size`: vectors in that batch.
    """

    form: Form
    begins: bool = False
    arrived: bool | None = None
    completed: bool | None = None
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Quoted:
    """A statement and where it stands.

    Attributes:
        line: In its file, counted from 1; 0 where it stands in none.
        text: As it stands there, cut to what a screen can show.
        age: Seconds since it was written, at the least.
    """

    statement: Statement
    line: int
    text: str
    age: float = 0.0
