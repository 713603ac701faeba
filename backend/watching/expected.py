"""How many points should arrive: a number, or a source that is counted."""

from pathlib import Path

from backend.migration.errors import Refused
from backend.migration.ledger import Ledger
from backend.migration.records import read_record
from backend.migration.source import Source
from backend.model.watched import Expected


def given(number: int) -> Expected:
    """An expectation in so many words."""
    return Expected(origin=f"{number:,}", records=number, distinct_ids=number)


def counted(path: Path) -> Expected:
    """What a source holds, as preflight counts it; runs in a worker.

    The second count of ids is under the rule of the original writer of shape `tasks`,
    `int(TaskId without dots, first 8 digits)`; None where the source has another shape.
    """
    ledger = Ledger()
    try:
        source = Source(path)
        for entry in source.entries():
            ledger.add(read_record(entry))
    except Refused as refusal:
        return Expected(origin=str(path), error=str(refusal))
    foreign = None
    if source.shapes == "tasks":
        foreign = ledger.identified - sum(group.lost for group in ledger.foreign_shared())
    return Expected(
        origin=str(path),
        records=ledger.count,
        distinct_ids=ledger.distinct(),
        foreign_distinct_ids=foreign,
    )
