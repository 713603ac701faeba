"""What a migration can be told from the screen, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.panes.asking import Confirmation, Said, Wanted
from tui.widgets.marks import flagged
from tui.widgets.text import Line

if TYPE_CHECKING:
    from backend.model.actions import Actions
    from backend.model.migration.run import Run
    from backend.model.request import Act, Order
    from tui.readings import Picture

_MARKS = {"under way": "loading", "done": "fine", "refused": "look", "failed": "act"}


def order(run: Run, what: str, picture: Picture) -> Wanted | Said:
    """The request for an order, or why there is none.

    Args:
        run: The run that is open.
        what: `hold` (pause it, or let it go on), `abort` or `rollback`.
        picture: Tells whether actions are allowed.
    """
    held = picture.held.get("actions")
    actions = cast("Actions", held.value) if held and held.value else None
    if actions is None or not actions.allowed:
        return Said("read-only: start again with --allow-actions to change a run")
    if what == "hold":
        return _hold(run)
    return _abort(run) if what == "abort" else _roll_back(run)


def _hold(run: Run) -> Wanted | Said:
    if run.ended is not None:
        return Said(f"run {run.id} has ended: {run.state}")
    return Wanted(_act(run, "resume" if run.state in {"paused", "lost"} else "pause"))


def _abort(run: Run) -> Wanted | Said:
    if run.ended is not None:
        return Said(f"run {run.id} has ended: {run.state}; R takes it back")
    return _destructive(run, "abort", f"Abort run {run.id}")


def _roll_back(run: Run) -> Wanted | Said:
    if run.is_back or (run.switch is not None and run.switch.state == "returned"):
        return Said(f"run {run.id} was taken back already")
    if run.ended is not None and not run.has_way_back:
        return Said(
            f"run {run.id} wrote in place: there is no old collection, no snapshot and no point "
            "kept to go back to"
        )
    return _destructive(run, "rollback", f"Take back run {run.id}")


def _destructive(run: Run, what: Order, title: str) -> Wanted:
    means = run.switch
    if means is None and run.snapshot:
        details = [
            f"{run.collection} is what it was before the run, from snapshot {run.snapshot}:",
            "whatever anyone wrote into it since is lost.",
        ]
    elif means is None and run.replaced is not None:
        details = [
            f"{run.added or 0:,} points that it added to {run.collection} are removed;",
            f"{run.replaced:,} that it replaced are put back as they were. Whatever anyone",
            "wrote under these ids since is lost; every other point stays.",
        ]
    elif means is None:
        details = [f"It wrote {run.written:,} points into {run.collection}; they stay there."]
    else:
        before = means.previous or "nothing"
        details = [
            f"The alias {means.alias} means {before} afterwards.",
            f"{means.staging} with {run.written:,} points is kept;",
            f"`passerelle migrate rollback {run.id} --drop-staging` drops it.",
        ]
    name = means.staging if means else run.collection
    return Wanted(_act(run, what), Confirmation(f"{title} into {name}", tuple(details), name))


def _act(run: Run, what: Order) -> Act:
    from backend.model.request import Act  # noqa: PLC0415 (first paint does not need it)

    return Act(run=run.id, order=what)


def deed_lines(run: Run, picture: Picture) -> list[Line]:
    """What the run was told last from here, and what came of it."""
    held = picture.held.get("actions")
    deeds = cast("Actions", held.value).deeds if held and held.value else ()
    last = next((deed for deed in deeds if deed.run == run.id), None)
    if last is None:
        return []
    detail = f": {last.detail}" if last.detail else ""
    at = f"{last.at.astimezone():%H:%M:%S %Z}"
    return [flagged(_MARKS[last.state], f"{at} told to {last.order}, {last.state}{detail}")]
