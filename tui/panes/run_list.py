"""Migrations as rows: our runs and those of other tools, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui.panes.columns import Scalar
from tui.panes.run import failed_share, run_mark, total
from tui.panes.watched import watched_mark
from tui.widgets.bars import bar
from tui.widgets.marks import MARKS, duration_words
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.migration.run import Run
    from backend.model.watched import Watched

_BAR = 8
_LEAST_NAME = 12
_NO_WORD = "–"


@dataclass(frozen=True)
class Column:
    """One column: its head, its cells, to which side it leans."""

    head: str
    cells: int
    align: Literal["left", "right"] = "right"


_STATE = Column("state", 9, "left")
_FIGURES = (
    Column("done", 7),
    Column("points", 11),
    Column("rate", 9),
    Column("failed", 7),
    Column("left", 8),
    Column("took", 7),
)
_STARTED = Column("started", 16, "left")
_FEWEST = 3
"""Figures that stay however narrow the pane is."""


def columns(cells: int) -> tuple[Column, ...]:
    """The columns after mark, name and bar that fit, the most telling first."""
    room = cells - 4 - _LEAST_NAME - _BAR - 2 - _STATE.cells
    kept = []
    for place, column in enumerate((*_FIGURES, _STARTED)):
        room -= column.cells + 1
        if room < 0 and place >= _FEWEST:
            break
        kept.append(column)
    return (_STATE, *kept)


def head_line(cells: int) -> Line:
    """The names of the columns."""
    told = columns(cells)
    line = " ".join(fit(column.head, column.cells, column.align) for column in told)
    return words(f"   {fit('collection', _name_cells(cells, told))} {' ' * _BAR} {line}", "dim")


def run_row(run: Run, now: datetime, cells: int) -> Line:
    """One of our own runs."""
    whole = total(run)
    share = None if not whole else run.written / whole
    moving = run.ended is None
    took = ((run.ended or now) - run.started).total_seconds()
    told = {
        "state": run.state,
        "done": _percent(share),
        "points": f"{run.written:,}",
        "rate": f"{run.rate:,.0f}/s" if moving and run.rate is not None else _NO_WORD,
        "failed": f"{100 * failed_share(run):.1f} %" if run.failed else "0",
        "left": duration_words(run.eta_seconds) if run.eta_seconds is not None else _NO_WORD,
        "took": duration_words(took),
        "started": f"{run.started.astimezone():%m-%d %H:%M %Z}",
    }
    return _row(run_mark(run), run.collection, share, told, cells)


def watched_row(watched: Watched, cells: int) -> Line:
    """One that another tool runs: its points are those that Qdrant counted exactly."""
    growth, expected = watched.growth, watched.expected
    whole = expected.distinct_ids if expected else None
    share = growth.exact / whole if growth.exact is not None and whole else None
    told = {
        "state": watched.state,
        "done": _percent(share),
        "points": f"{growth.exact:,}" if growth.exact is not None else "?",
        "rate": f"{growth.rate:,.0f}/s" if growth.rate is not None else _NO_WORD,
        "failed": "?",
        "left": duration_words(growth.eta_low) if growth.eta_low is not None else _NO_WORD,
        "took": _NO_WORD,
        "started": "watched",
    }
    return _row(watched_mark(watched), watched.collection, share, told, cells)


RUN_HEAD = ("run", "collection", "source", "state", "points", "of", "rate", "failed", "left s",
            "started", "ended")  # fmt: skip
"""What an export calls the figures of a migration."""


def run_values(run: Run) -> tuple[Scalar, ...]:
    """One of our own runs, for an export; times with their zone."""
    ended = run.ended.isoformat() if run.ended else None
    return (run.id, run.collection, run.source, run.state, run.written, total(run), run.rate,
            run.failed, run.eta_seconds, run.started.isoformat(), ended)  # fmt: skip


def watched_values(watched: Watched) -> tuple[Scalar, ...]:
    """One that another tool runs; what Qdrant cannot tell is unknown."""
    growth, expected = watched.growth, watched.expected
    whole = expected.distinct_ids if expected else None
    return (None, watched.collection, None, watched.state, growth.exact, whole, growth.rate, None,
            growth.eta_low, None, None)  # fmt: skip


def _row(mark: str, name: str, share: float | None, told: dict[str, str], cells: int) -> Line:
    glyph, role = MARKS[mark]
    shown = columns(cells)
    filled = bar(share or 0.0, _BAR)
    rest = "·" * (_BAR - len(filled))
    state, *figures = shown
    line = " ".join(fit(told[column.head], column.cells, column.align) for column in figures)
    return (
        (f"{glyph} ", role),
        (f"{fit(name, _name_cells(cells, shown))} ", "text"),
        (filled, "bar"),
        (rest, "track"),
        (f" {fit(told[state.head], state.cells)} ", role if mark in {"look", "act"} else "text"),
        (line, "text"),
    )


def _name_cells(cells: int, told: tuple[Column, ...]) -> int:
    taken = sum(column.cells + 1 for column in told)
    return max(_LEAST_NAME, cells - 4 - _BAR - 2 - taken)


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.1f} %"
