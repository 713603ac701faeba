"""What people set in activities, carried over to the phases that these belong to."""

from collections import defaultdict
from collections.abc import Callable

from backend.model.raci import Cell, Letter, Override, Raci, RaciRow
from backend.model.raci_rollup import moved


def following(rollup: Raci, detail: Raci) -> Raci:
    """The rollup with the letters that follow from those set in activities.

    What is set for a phase itself stays. A letter that follows names the entry it follows from.
    """
    before, after = _letters(detail, lambda cell: cell.letter), _letters(detail, _in_force)
    if before == after:
        return rollup
    changed = moved(_letters(rollup, _in_force), before, after)
    given = _given(detail)
    return rollup.model_copy(
        update={"rows": tuple(_row(row, changed, given) for row in rollup.rows)}
    )


def _in_force(cell: Cell) -> Letter | None:
    return cell.in_force


def _letters(raci: Raci, letter: Callable[[Cell], Letter | None]) -> dict[str, dict[str, str]]:
    """Activity to manager to letter."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in raci.rows:
        for cell in row.cells:
            if (held := letter(cell)) is not None:
                found[cell.activity][row.manager] = held
    return found


def _given(detail: Raci) -> dict[tuple[str, str], Override]:
    """Manager and phase to the first entry about one of the phase's activities."""
    found: dict[tuple[str, str], Override] = {}
    for row in detail.rows:
        for cell in row.cells:
            if cell.override is not None and cell.override.letter != cell.letter:
                phase = cell.activity.rpartition("/")[2]
                found.setdefault((row.manager, phase), cell.override)
    return found


def _row(
    row: RaciRow,
    changed: dict[tuple[str, str], Letter | None],
    given: dict[tuple[str, str], Override],
) -> RaciRow:
    cells = tuple(_cell(row.manager, cell, changed, given) for cell in row.cells)
    letters = {cell.activity: cell.in_force for cell in cells if cell.in_force}
    return row.model_copy(update={"cells": cells, "letters": letters})


def _cell(
    manager: str,
    cell: Cell,
    changed: dict[tuple[str, str], Letter | None],
    given: dict[tuple[str, str], Override],
) -> Cell:
    key = (manager, cell.activity)
    if key not in changed or key not in given or cell.override is not None:
        return cell
    one = given[key]
    reason = f"follows from {one.letter or 'no part'} in {one.activity}: {one.reason}"
    said = {"activity": cell.activity, "letter": changed[key], "reason": reason}
    return cell.model_copy(update={"override": one.model_copy(update=said)})
