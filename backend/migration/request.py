"""What was asked of a run."""

from dataclasses import dataclass
from pathlib import Path

from backend.migration.collection.source import CollectionSource
from backend.migration.order import DEFAULT_MAX_FAILED
from backend.model.migration.manner import AS_USUAL, NO_FIELDS, Fields, Manner
from backend.qdrant.connection import Connection


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line.

    Attributes:
        source: Files, or a collection of another Qdrant.
        restart: Leave an unfinished run of the same migration behind and begin anew.
        in_place: Write into the collection itself, and move no alias.
        max_failed: Percentage of records that may fail before the run is taken back.
        fields: What is said of the source's fields.
        manner: How to go about it.
    """

    source: Path | CollectionSource
    connection: Connection
    collection: str
    batch_size: int
    workers: int
    state: Path
    restart: bool = False
    in_place: bool = False
    max_failed: float = DEFAULT_MAX_FAILED
    fields: Fields = NO_FIELDS
    manner: Manner = AS_USUAL
