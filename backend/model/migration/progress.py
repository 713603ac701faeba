"""How far a run is, in one line."""

from typing import Literal

from backend.model.base import Frozen
from backend.model.migration.run import BreakerState, RunState


class Progress(Frozen):
    """How far a run is: a line on stderr where that is no terminal.

    Attributes:
        points: What should arrive; None before preflight ends.
        rate: Points per second over the last ten seconds.
        latest: What was worth telling last; empty where nothing was.
    """

    kind: Literal["progress"] = "progress"
    run: str
    state: RunState
    written: int
    points: int | None = None
    failed: int = 0
    retries: int = 0
    breaker: BreakerState = "closed"
    rate: float | None = None
    eta_seconds: float | None = None
    latest: str = ""
