"""The way back: the name means what it meant before, and settings are restored."""

from backend.migration.bulk import BulkLoad
from backend.migration.journal import Journal
from backend.migration.report import report_of
from backend.migration.snapshot import Snapshot
from backend.migration.staging import NotSwitched, Staging
from backend.migration.undo import Undo
from backend.model.migration.report import Report
from backend.model.migration.run import RunState


async def go_back(
    journal: Journal,
    staging: Staging,
    snapshot: Snapshot,
    undo: Undo,
    bulk: BulkLoad,
    *,
    changed: tuple[str, ...] = (),
) -> Report:
    """End a run whose journal says that it returns; can be killed and made again.

    Args:
        journal: Says how the run ends then.
        staging: The two collections.
        snapshot: What a run that wrote in place goes back to.
        undo: What it goes back to without one.
        bulk: What is to be restored.
        changed: Files of the source that changed meanwhile.
    """
    restored = await snapshot.restore() or await undo.back()
    await staging.unname()
    await bulk.end()
    not_moved = ""
    done: tuple[str, ...] = ()
    try:
        done = restored or await staging.back()
    except NotSwitched as reason:
        not_moved = str(reason)
        journal.event(not_moved)
    verdict: RunState = journal.row["verdict"]
    if verdict != "aborted" and not restored:
        done = ()  # the findings say why it failed; only who asked for it is told more
    report = report_of(journal, verdict, changed, not_moved, done)
    journal.end(verdict, report)
    return report
