"""What a run is asked to do."""

from dataclasses import dataclass

from backend.model.migration.manner import AS_USUAL, NO_FIELDS, Fields, Manner

DEFAULT_MAX_FAILED = 5.0
"""Percentage of records that may fail where nobody says otherwise."""


@dataclass(frozen=True)
class Order:
    """What a run is asked to do; but for the workers and the manner fixed for its whole life.

    Attributes:
        in_place: Write into the collection itself, and move no alias.
        max_failed: Percentage of records that may fail before the run is taken back.
        fields: What was said of the source's fields.
        manner: How it goes about its work.
    """

    source: str
    target: str
    collection: str
    batch_size: int
    workers: int
    in_place: bool = False
    max_failed: float = DEFAULT_MAX_FAILED
    fields: Fields = NO_FIELDS
    manner: Manner = AS_USUAL
