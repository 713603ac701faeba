"""Our own journals as one more tool that claims something about a collection."""

from collections.abc import Iterable

from backend.model.migration.run import Run, RunState
from backend.watching.statement import Quoted, Statement

_COMPLETED: dict[RunState, bool] = {
    "finished": True,
    "failed": False,
    "aborted": False,
    "lost": False,
}


def latest(runs: Iterable[Run], url: str, collection: str) -> Run | None:
    """The latest run into a collection of this server; None where there is none."""
    return next((run for run in runs if (run.to, run.collection) == (url, collection)), None)


def claim(run: Run) -> Quoted:
    """What a run's journal says."""
    preflight = run.preflight
    figures = {"migrated": run.written, "failed": run.failed, "batch": run.batches_done}
    if preflight is not None:
        figures["total"] = preflight.source_records
    if run.batches_total is not None:
        figures["batches"] = run.batches_total
    statement = Statement("journal", completed=_COMPLETED.get(run.state), figures=figures)
    of = f" of {preflight.points:,} points" if preflight else " points"
    return Quoted(statement, 0, f"{run.state}: {run.written:,}{of} written")
