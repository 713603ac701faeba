"""Migrations as rows: our runs and those of other tools, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from tui.panes.columns import Column, Scalar
from tui.panes.rows import Row
from tui.panes.run import failed_words, run_mark, run_standing, share_words, total
from tui.panes.watched import watched_mark
from tui.widgets.bars import bar
from tui.widgets.marks import MARKS, duration_words
from tui.widgets.text import Line, fit, tail, words

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.migration.run import Migrations, Run
    from backend.model.watched import Watched, WatchedMigrations
    from tui.readings import Picture

_BAR = 8
_LEAST_NAME = 12
_NO_WORD = "–"


COLUMNS = (
    Column("COLLECTION", telling=True),
    Column("STATE"),
    Column("DONE", live=True),
    Column("POINTS", live=True),
    Column("RATE", live=True),
    Column("FAILED"),
    Column("LEFT", live=True, unit="s"),
    Column("TOOK", live=True, unit="s"),
    Column("STARTED"),
    Column("ENDED"),
    Column("OF"),
    Column("SOURCE"),
    Column("RUN"),
)
"""Of the rows; those that have no room on screen are for sorting and exports."""


@dataclass(frozen=True)
class Item:
    """One migration, ours or watched.

    Attributes:
        key: Stays the same while others come and go.
    """

    key: str
    what: Run | Watched
    ours: bool

    def mark(self) -> str:
        """How much it asks of a human."""
        if self.ours:
            return run_mark(cast("Run", self.what))
        return watched_mark(cast("Watched", self.what))

    def verdict(self, which: str) -> str:
        """What it is and how it stands.

        Args:
            which: Its place among all, where that is not to be seen; else empty.
        """
        standing = run_standing(cast("Run", self.what)) if self.ours else self.what.state
        said = f"{standing} → {self.what.collection}"
        if self.ours:
            return f"run{which} {said}" if which else said
        return f"watched{which} {said}"

    def row(self, now: datetime, cells: int) -> Row:
        """In a list of all."""
        if self.ours:
            run = cast("Run", self.what)
            text = f"{run.collection} {run.state} {run.source} {run.id}"
            return Row(self.key, _run_line(run, now, cells), (), text, _run_values(run, now))
        watched = cast("Watched", self.what)
        text = f"{watched.collection} {watched.state} watched"
        return Row(self.key, _watched_line(watched, cells), (), text, _watched_values(watched))


def items(picture: Picture) -> list[Item]:
    """Those of other tools as they were asked for, then our own, the latest first."""
    held = (picture.held.get(name) for name in ("watched", "migration"))
    watched, ours = (one.value if one else None for one in held)
    theirs = cast("WatchedMigrations", watched).watched if watched else ()
    runs = cast("Migrations", ours).runs if ours else ()
    return [
        *(Item(f"watched {one.collection}", one, ours=False) for one in theirs),
        *(Item(run.id, run, ours=True) for run in runs),
    ]


@dataclass(frozen=True)
class _Drawn:
    """A column on screen: its head, its cells, to which side it leans."""

    head: str
    cells: int
    align: Literal["left", "right"] = "right"


_STATE = _Drawn("STATE", 9, "left")
_FIGURES = (
    _Drawn("DONE", 7),
    _Drawn("POINTS", 11),
    _Drawn("RATE", 9),
    _Drawn("FAILED", 7),
    _Drawn("LEFT", 8),
    _Drawn("TOOK", 7),
)
_STARTED = _Drawn("STARTED", 16, "left")
_MOST_NAME = 44
_LEAST_SOURCE = 24
"""Cells of a name that are enough, and those that are left then from which the source is told."""
_FEWEST = 3
"""Figures that stay however narrow the pane is."""


def _drawn(cells: int) -> tuple[_Drawn, ...]:
    """The columns after mark, name and bar that fit, the most telling first."""
    room = cells - 4 - _LEAST_NAME - _BAR - 2 - _STATE.cells
    kept = []
    for place, column in enumerate((*_FIGURES, _STARTED)):
        room -= column.cells + 1
        if room < 0 and place >= _FEWEST:
            break
        kept.append(column)
    spare = room + _LEAST_NAME - _MOST_NAME - 1
    if len(kept) > len(_FIGURES) and spare >= _LEAST_SOURCE:
        kept.append(_Drawn("SOURCE", spare, "left"))
    return (_STATE, *kept)


def head_line(cells: int) -> Line:
    """The names of the columns."""
    told = _drawn(cells)
    line = " ".join(fit(column.head, column.cells, column.align) for column in told)
    return words(f"   {fit('COLLECTION', _name_cells(cells, told))} {' ' * _BAR} {line}", "dim")


def _run_line(run: Run, now: datetime, cells: int) -> Line:
    """One of our own runs."""
    whole = total(run)
    share = None if not whole else run.written / whole
    moving = run.ended is None
    took = ((run.ended or now) - run.started).total_seconds()
    told = {
        "STATE": run.state,
        "DONE": _percent(share),
        "POINTS": f"{run.written:,}",
        "RATE": f"{run.rate:,.0f}/s" if moving and run.rate is not None else _NO_WORD,
        "FAILED": failed_words(run) if run.failed else "0",
        "LEFT": duration_words(run.eta_seconds) if run.eta_seconds is not None else _NO_WORD,
        "TOOK": duration_words(took),
        "STARTED": f"{run.started.astimezone():%m-%d %H:%M %Z}",
        "SOURCE": run.source,
    }
    return _line(run_mark(run), run.collection, share, told, cells)


def _watched_line(watched: Watched, cells: int) -> Line:
    """One that another tool runs: its points are those that Qdrant counted exactly."""
    growth, whole = watched.growth, _expected(watched)
    share = growth.exact / whole if growth.exact is not None and whole else None
    told = {
        "STATE": watched.state,
        "DONE": _percent(share),
        "POINTS": f"{growth.exact:,}" if growth.exact is not None else "?",
        "RATE": f"{growth.rate:,.0f}/s" if growth.rate is not None else _NO_WORD,
        "FAILED": "?",
        "LEFT": duration_words(growth.eta_low) if growth.eta_low is not None else _NO_WORD,
        "TOOK": _NO_WORD,
        "STARTED": "watched",
        "SOURCE": ", ".join(one.source for one in watched.said),
    }
    return _line(watched_mark(watched), watched.collection, share, told, cells)


def _run_values(run: Run, now: datetime) -> tuple[Scalar, ...]:
    """One of our own runs, in the order of `COLUMNS`; times with their zone."""
    ended = run.ended.isoformat() if run.ended else None
    whole = total(run)
    took = ((run.ended or now) - run.started).total_seconds()
    return (
        run.collection, run.state, run.written / whole if whole else None, run.written,
        run.rate if run.ended is None else None, run.failed, run.eta_seconds, took,
        run.started.isoformat(), ended, whole, run.source, run.id,
    )  # fmt: skip


def _watched_values(watched: Watched) -> tuple[Scalar, ...]:
    """One that another tool runs; what Qdrant cannot tell is unknown."""
    growth, whole = watched.growth, _expected(watched)
    share = growth.exact / whole if growth.exact is not None and whole else None
    return (
        watched.collection, watched.state, share, growth.exact, growth.rate, None, growth.eta_low,
        None, None, None, whole, None, None,
    )  # fmt: skip


def _expected(watched: Watched) -> int | None:
    return watched.expected.distinct_ids if watched.expected else None


def _line(mark: str, name: str, share: float | None, told: dict[str, str], cells: int) -> Line:
    glyph, role = MARKS[mark]
    shown = _drawn(cells)
    filled = bar(share or 0.0, _BAR)
    rest = "·" * (_BAR - len(filled))
    state, *figures = shown
    line = " ".join(
        fit(tail(told[column.head], column.cells), column.cells, column.align) for column in figures
    )
    return (
        (f"{glyph} ", role),
        (f"{fit(name, _name_cells(cells, shown))} ", "text"),
        (filled, "bar"),
        (rest, "track"),
        (f" {fit(told[state.head], state.cells)} ", role if mark in {"look", "act"} else "text"),
        (line, "text"),
    )


def _name_cells(cells: int, told: tuple[_Drawn, ...]) -> int:
    taken = sum(column.cells + 1 for column in told)
    return max(_LEAST_NAME, cells - 4 - _BAR - 2 - taken)


def _percent(share: float | None) -> str:
    return "?" if share is None else share_words(share)
