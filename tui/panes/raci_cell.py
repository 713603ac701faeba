"""What stands behind one cell: its letter, who says it, and the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.columns import Column
from tui.panes.evidence import evidence_line, place
from tui.panes.rows import Row
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.ecosystem import Manager
    from backend.model.raci import Cell, Letter, RaciRow


EVIDENCE = (Column("KIND"), Column("PLACE", telling=True), Column("TEXT"))
"""Columns of a cell's evidence."""


def cell_head(
    row: RaciRow, activity: str, cell: Cell | None, tried: tuple[Letter | None] | None
) -> Line:
    """Whose cell it is, its letter and how sure that is."""
    letter, declared = row.letters.get(activity), cell.declared if cell else None
    head: list[tuple[str, str]] = [(f" {row.manager} · {activity} ", "strong")]
    if tried is not None:
        head.append((f" what if {tried[0] or 'no part'} instead of {letter or 'none'} ", "accent"))
    if declared and declared != letter:
        head.append((f" declared {declared} ⇢ found {letter or 'nothing'} ", "look"))
    elif letter is None and not (cell and cell.override):
        head.append((" nothing speaks for any letter", "dim"))
    else:
        head.append((f" {letter or 'no part'}", "strong"))
        said = ", set by people" if cell and cell.override else " inferred"
        head.append((", as declared" if declared else said, "dim"))
    if cell and cell.letter and not cell.override:
        head.append((f", {100 * cell.confidence:.0f} % sure", "dim"))
    return tuple(head)


def set_lines(cell: Cell | None, cells: int) -> list[Line]:
    """Who set the letter and why, and what was found instead."""
    given = cell.override if cell else None
    if cell is None or given is None:
        return []
    until = f", until {given.until}" if given.until else ""
    told = (
        f"{given.letter or 'no part'} set by {given.by}{until}: {given.reason}; "
        f"found {cell.letter or 'nothing'}"
    )
    lines = [words(f"   {text}", "strong") for text in wrap(told, cells - 4)]
    return [*lines, words(f"   {given.path}:{given.line}", "dim")]


def cell_detail(
    row: RaciRow,
    activity: str,
    cell: Cell | None,
    cells: int,
    tried: tuple[Letter | None] | None = None,
) -> list[Line]:
    """The cell under the cursor, for the room below the rows."""
    lines = [cell_head(row, activity, cell, tried), *set_lines(cell, cells)]
    if cell and cell.reason:
        lines.append(words(f"   {cell.reason}", "dim"))
    return [*lines, *(evidence_line(one, cells) for one in (cell.evidence if cell else ()))]


def evidence_rows(cell: Cell | None, cells: int) -> list[Row]:
    """Every piece of a cell's evidence as a row; the whole text of the one under the cursor."""
    found = cell.evidence if cell else ()
    return [
        Row(
            f"{place(one)} {number}",
            evidence_line(one, cells),
            [words(f"   {text}") for text in wrap(one.text, cells - 4)],
            text=f"{one.kind} {place(one)} {one.text}",
            values=(one.kind, place(one), one.text),
        )
        for number, one in enumerate(found)
    ]


def score_detail(row: RaciRow, manager: Manager | None) -> list[Line]:
    """The parts of the responsibility score."""
    score = manager.score if manager else None
    if score is None:
        return [(*words(f" {row.manager} · SRP ", "strong"), ("○ too little code to judge", "dim"))]
    head: list[tuple[str, str]] = [(f" {row.manager} · SRP {score.value:.1f} of 10", "strong")]
    if row.declared_score is not None:
        claim = f"   declared {row.declared_score:g} ⇢ measured {score.value:.1f}"
        head.append((claim, "look"))
    lines: list[Line] = [tuple(head)]
    for part in score.parts:
        share = f"{part.value:.2f} × {part.weight:.2f} = {10 * part.value * part.weight:.1f}"
        lines.append(
            ((f"   {fit(part.name, 18)}", "text"), (f"{share}  ", "text"), (part.detail, "dim"))
        )
    return lines
