"""Findings of every probe with their evidence: what a human should know, worst first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from tui.panes.columns import Column, Scalar
from tui.panes.evidence import evidence_line, place, rule
from tui.panes.later import Later
from tui.panes.rows import Row, RowsPane, Table
from tui.panes.states import remedy
from tui.widgets.marks import MARKS, counted, worst
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.model.finding import Finding
    from tui.readings import Picture

_MARKS = {"act": "act", "look": "look", "note": "fine"}
_ORDER = ("act", "look", "note")
_COLUMNS = (
    Column("SEVERITY", order=tuple(reversed(_ORDER))),
    Column("KIND"),
    Column("FINDING", telling=True),
    Column("SUBJECTS"),
    Column("CLAIM"),
    Column("FACT"),
    Column("PLACE"),
    Column("ID"),
)


_KIND = len("contract-method")


class FindingsPane(RowsPane):
    """One row a finding."""

    NAME: ClassVar = "findings"
    PROBES: ClassVar = ("managers", "migration")
    ALSO: ClassVar = ("watched", "gateway")
    DETAIL_ROWS: ClassVar = 12

    def concerns(self) -> tuple[str, ...]:
        """What the finding under the cursor is about."""
        found = all_findings(self.picture) if self.picture is not None else []
        here = self._key_at(self._index())
        return next((one.subjects for one in found if one.id == here), ())

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row a finding, the severest first."""
        found = sorted(all_findings(picture), key=lambda item: _ORDER.index(item.severity))
        act, look, note = (sum(item.severity == severity for item in found) for severity in _ORDER)
        silent = _silent(picture, self.PROBES)
        known = "act" if act else "look" if look else "fine"
        said = f"{act} to act on · {look} to look at · {counted(note, 'note')}"
        empty = words("   ● nothing found", "fine")
        if silent:
            empty = words(f"   ○ not known yet: {', '.join(silent)}", "unknown")
        return Table(
            worst(known, "unknown") if silent else known,
            f"{said} · without {', '.join(silent)}" if silent else said,
            Later(partial(_rows, found, cells)),
            empty=(empty,),
            columns=_COLUMNS,
        )


def _rows(found: Sequence[Finding], cells: int) -> list[Row]:
    return [
        Row(
            item.id,
            _line(item),
            Later(partial(_detail, item, cells)),
            _text(item),
            _values(item),
        )
        for item in found
    ]


def _silent(picture: Picture, probes: Sequence[str]) -> list[str]:
    """The probes that were asked to look and have said nothing: none known is not none there."""
    held = ((name, picture.held.get(name)) for name in probes)
    return [
        name
        for name, one in held
        if one is None
        or (one.value is None and not (one.error and one.error.kind == "unconfigured"))
    ]


def all_findings(picture: Picture) -> list[Finding]:
    """The findings in everything that is known, each once: of managers, gateway, migrations."""
    found: list[Finding] = []
    for held in picture.held.values():
        value = held.value
        if value is None:
            continue
        if value.kind in {"ecosystem", "gateway"}:
            found.extend(value.findings)
        elif value.kind == "migrations":
            for run in value.runs:
                found.extend(run.findings)
                found.extend(run.preflight.findings if run.preflight else ())
        elif value.kind == "watched":
            found.extend(finding for one in value.watched for finding in one.findings)
    return list({item.id: item for item in found}.values())


def _text(item: Finding) -> str:
    return " ".join((item.kind, item.severity, item.summary, *item.subjects))


def _values(item: Finding) -> tuple[Scalar, ...]:
    where = place(item.evidence[0]) if item.evidence else None
    told = (str(item.severity), item.kind, item.summary, " ".join(item.subjects))
    return (*told, item.claim, item.fact, where, item.id)


def _line(item: Finding) -> Line:
    mark = MARKS[_MARKS[item.severity]]
    kind = f"{fit(item.kind, _KIND)} "
    return ((f"{mark.glyph} ", mark.role), (kind, "dim"), (item.summary, "text"))


def _detail(item: Finding, cells: int) -> list[Line]:
    lines = [
        rule(cells),
        *(words(f"   {text}", "strong") for text in wrap(item.summary, cells - 4)),
    ]
    if item.claim is not None and item.fact is not None:
        lines.append((("   ", ""), (item.claim, "look"), (" ⇢ ", "dim"), (item.fact, "strong")))
    elif item.claim is not None:
        lines.append((("   claimed: ", "dim"), (item.claim, "look")))
    elif item.fact is not None:
        lines.append((("   found: ", "dim"), (item.fact, "strong")))
    lines += remedy(item.remedy, cells)
    lines += [evidence_line(one, cells) for one in item.evidence]
    return lines
