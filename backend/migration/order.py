"""What a run is asked to do."""

from dataclasses import dataclass

from backend.model.migration import NO_FIELDS, Fields


@dataclass(frozen=True)
class Order:
    """What a run is asked to do; but for the workers fixed for its whole life.

    Attributes:
        in_place: Write into the collection itself, and move no alias.
        max_failed: Percentage of records that may fail before the run is taken back.
        fields: What was said of the source's fields.
    """

    source: str
    target: str
    collection: str
    batch_size: int
    workers: int
    in_place: bool = False
    max_failed: float = 5.0
    fields: Fields = NO_FIELDS
