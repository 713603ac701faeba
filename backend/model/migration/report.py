"""How a run ended."""

from backend.model.base import Frozen
from backend.model.finding import Finding
from backend.model.migration.proof import Verification
from backend.model.migration.run import RunState
from backend.model.migration.switch import Switch


class Report(Frozen):
    """How a run ended: the last line of `passerelle migrate run --format json`.

    Attributes:
        source_records: Records in the source.
        distinct_ids: Points that they become.
        is_counted: Whether the source was counted; else both are 0 and say nothing.
        is_asked: Whether the target was asked what it held; else `target_before` says nothing.
        written: Points acknowledged by the target.
        failed: Records not written.
        target_exact: Qdrant's exact count afterwards; None where it could not be asked.
        seconds: From start to end, pauses and resumes included.
        verification: What arrived, where that was compared.
        switch: Where the alias stands; None where the run wrote in place.
        dead_letters: The file that holds every failed record; empty where there is none.
    """

    id: str
    state: RunState
    source: str
    to: str
    collection: str
    source_records: int
    distinct_ids: int
    is_counted: bool = True
    is_asked: bool = True
    written: int
    failed: int
    colliding_records: int = 0
    target_before: int = 0
    target_exact: int | None = None
    seconds: float
    retries: int = 0
    resumed: int = 0
    findings: tuple[Finding, ...] = ()
    verification: Verification | None = None
    switch: Switch | None = None
    dead_letters: str = ""
