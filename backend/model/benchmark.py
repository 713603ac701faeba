"""The plan's benchmark: what was measured, beside what the plan says."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen

RowVerdict = Literal["within", "beyond", "not judged"]


class Phase(Frozen):
    """Requests of one sort, timed by our own clock from the sending to the whole answer.

    Attributes:
        name: `insert`, `search`, `simple`, `concurrent` or `mixed`.
        in_flight: Requests on their way at once.
        requests: Answered with success; the quantiles are theirs.
        planned: How many were to be made; fewer are where the time ran out.
        errors: Not answered with success.
        first_error: Why the first of them was not.
        seconds: From the first request to the last answer.
        per_second: Answered requests.
        mean, p50, p95, p99, slowest: Seconds, exact; quantiles by nearest rank.
        server_p50, server_p95: The same by the server's clock, as its answers tell.
        timed_out: Whether the phase's time ran out before its requests.
    """

    name: str
    in_flight: int
    requests: int
    planned: int
    errors: int = 0
    first_error: str = ""
    seconds: float
    per_second: float
    mean: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    slowest: float | None = None
    server_p50: float | None = None
    server_p95: float | None = None
    timed_out: bool = False


class Row(Frozen):
    """One criterion of the plan.

    Attributes:
        baseline: The plan's figure for Python; empty where it gives none.
        target: Its target for Go.
        claimed: What it claims to have reached; empty where it claims nothing.
        measured: What this run measured; empty where it cannot.
        how: What that figure is, or why there is none.
    """

    name: str
    baseline: str = ""
    target: str = ""
    claimed: str = ""
    measured: str = ""
    verdict: RowVerdict = "not judged"
    how: str = ""


class Benchmark(Frozen):
    """One run: what `passerelle bench` prints.

    Attributes:
        embedded: True for Passerelle's embedded server, which is no measure of Qdrant's.
        host, cores: The machine that asked; it is the server's too where `local`.
        points: Written when the searches began.
        batch: Points in one write.
        sent_bytes: Bodies of the writes of `insert`.
        memory_bytes: Resident memory of the server after all; None where it does not say.
        left_behind: Why the scratch collection is still there; empty where it is gone.
        left_by_others: Scratch collections of benches that were killed, or that still run.
    """

    url: str
    version: str
    embedded: bool
    local: bool
    host: str
    cores: int
    at: AwareDatetime
    seconds: float
    collection: str
    dimension: int
    distance: str
    points: int
    batch: int
    sent_bytes: int
    memory_bytes: int | None = None
    phases: tuple[Phase, ...] = ()
    rows: tuple[Row, ...] = ()
    left_behind: str = ""
    left_by_others: tuple[str, ...] = ()
