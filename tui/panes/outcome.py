"""What steps of a consolidation would bring, as rows: what has to be decided first on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.panes.columns import Column
from tui.panes.evidence import rule
from tui.panes.rows import Row
from tui.widgets.marks import MARKS, counted
from tui.widgets.text import Line, line_width, tail, words, wrap

if TYPE_CHECKING:
    from backend.model.consolidation import Collision, Outcome

_QUIET = ""
"""Neither good nor bad: a line to rewrite, a file to move."""

OUTCOME_COLUMNS = (
    Column("MARK", order=(_QUIET, "fine", "look", "act")),
    Column("KIND"),
    Column("WHAT", telling=True),
    Column("WHERE"),
)

_KIND = 14
"""Cells of what a row is about."""
_VERDICTS = {"identical": "fine", "compatible": "look", "conflicting": "act", "allowed": _QUIET}


def totals_lines(outcome: Outcome, cells: int) -> list[Line]:
    """The ecosystem before ⇢ after and the work it takes, in a line or two."""
    before, after = outcome.before, outcome.after
    pairs = (
        ("managers", before.managers, after.managers),
        ("dependencies", before.edges, after.edges),
        ("in cycles", before.tangled, after.tangled),
    )
    told = "   ".join(
        f"{name} {was} ⇢ {then}" if was != then else f"{name} {was}" for name, was, then in pairs
    )
    work = (
        f"{counted(len(outcome.moves), 'file')} to move, "
        f"{counted(outcome.lines_to_rewrite, 'line')} to rewrite, "
        f"{counted(outcome.lines_saved, 'copied line')} saved"
    )
    first, second = words(f"   {told}", "strong"), words(f"   {work}", "dim")
    together = (*first, *second)
    return [together] if line_width(together) <= cells else [first, second]


@dataclass(frozen=True)
class _Said:
    """One consequence.

    Attributes:
        place: Where it is, before the text; a long one loses its beginning.
    """

    kind: str
    mark: str
    text: str
    detail: str = ""
    place: str = ""


def outcome_rows(outcome: Outcome, cells: int) -> list[Row]:
    """Every consequence, one a row."""
    told = (*_to_decide(outcome), *_changed(outcome), *_to_do(outcome))
    return [_row(number, one, cells) for number, one in enumerate(told)]


def _to_decide(outcome: Outcome) -> Iterator[_Said]:
    """What Go would refuse, names that meet, rules that would be broken."""
    for cycle in outcome.cycles_new:
        yield _Said("new cycle", "act", " → ".join((*cycle, cycle[0])))
    for one in outcome.obstacles:
        yield _Said(
            one.kind, "act", one.summary, f"{one.path}:{one.line}" if one.line else one.path
        )
    for collision in sorted(outcome.collisions, key=_urgency):
        yield _Said(
            "name",
            _VERDICTS[collision.verdict],
            f"{collision.form} {collision.name}: {collision.verdict}",
            ", ".join(f"{place.path}:{place.line}" for place in collision.places),
        )
    for finding in outcome.raci_new:
        yield _Said("RACI", "look", finding.summary, finding.remedy)


def _changed(outcome: Outcome) -> Iterator[_Said]:
    """What is better or other afterwards."""
    for finding in outcome.raci_gone:
        yield _Said("RACI no more", "fine", finding.summary)
    for cycle in outcome.cycles_gone:
        yield _Said("cycle gone", "fine", " → ".join((*cycle, cycle[0])))
    for score in outcome.scores:
        told = f"{score.manager} {_score(score.before)} ⇢ {_score(score.after)}"
        yield _Said("SRP score", _QUIET, told)
    for source, target in outcome.edges_new:
        yield _Said("new edge", _QUIET, f"{source} → {target}")
    for source, target in outcome.edges_gone:
        yield _Said("edge gone", _QUIET, f"{source} → {target}")


def _to_do(outcome: Outcome) -> Iterator[_Said]:
    """Lines to rewrite and files to move."""
    for change in outcome.modules:
        told = f"{change.old or '(add)'} → {change.new or '(take away)'}"
        yield _Said("module", _QUIET, told, place=change.path)
    for one in outcome.rewrites:
        sure = "" if one.resolution == "strict" else ", if that is what it means"
        yield _Said("rewrite", _QUIET, one.change, f"{one.why}{sure}", f"{one.place}")
    for clause in outcome.clauses:
        told = f"{clause.path}: package {clause.old} → {clause.new}"
        yield _Said("package", _QUIET, told)
    for move in outcome.moves:
        yield _Said("move", _QUIET, f"{move.old} → {move.new}")


def _urgency(one: Collision) -> tuple[int, str]:
    return ("conflicting", "compatible", "identical", "allowed").index(one.verdict), one.name


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _row(number: int, one: _Said, cells: int) -> Row:
    glyph, role = MARKS[one.mark] if one.mark else (" ", "")
    place = f"{tail(one.place, (cells - _KIND) // 2)}  " if one.place else ""
    kind = f"{one.kind:<{_KIND}}"
    line: Line = ((f"{glyph} ", role), (kind, "dim"), (place, "dim"), (one.text, "text"))
    told = [(one.place, "strong"), (one.text, "text"), (one.detail, "dim")]
    detail = [words(f"   {part}", how) for text, how in told if text
              for part in wrap(text, cells - 4)]  # fmt: skip
    text = " ".join(filter(None, (one.kind, one.place, one.text, one.detail)))
    values = (one.mark, one.kind, one.text, one.place or one.detail)
    return Row(f"{number} {text}", line, [rule(cells), *detail], text, values)
