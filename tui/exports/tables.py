"""Rows and columns as CSV (RFC 4180) and as Markdown tables."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from backend.model.ecosystem import Ecosystem
from backend.model.metrics import Metrics
from backend.model.raci import Raci
from tui.widgets.text import clean

Rows = Iterable[Sequence[object]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_IN_LINES = re.compile(r"[^\t\r\n]+")


def managers_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one manager each."""
    head = ("manager", "path", "shared", "languages", "files", "test files", "lines", "functions",
            "types", "interfaces", "Ca", "Ce", "instability", "layer", "score",
            "abstractness", "distance", "LCOM4", "most LCOM4", "its type", "imports in",
            "imports out", "tests")  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            item.name, item.path, item.shared, " ".join(item.languages), item.files,
            item.test_files, item.lines, item.functions, item.types, item.interfaces,
            item.coupling.afferent, item.coupling.efferent, item.coupling.instability,
            item.layer, item.score.value if item.score else None, *_measured(item.metrics),
        )
        for item in ecosystem.managers
    ]  # fmt: skip
    return head, rows


def _measured(found: Metrics) -> tuple[object, ...]:
    cohesion = found.cohesion
    parts = (cohesion.mean, cohesion.most, cohesion.worst) if cohesion else (None, None, None)
    return (found.abstractness, found.distance, *parts, found.fan_in, found.fan_out, found.tests)


def contract_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one method of the shared interface and one type that has or lacks it each."""
    head = ("manager", "type", "mock", "method", "state", "declared", "found", "path", "line")
    rows: list[tuple[object, ...]] = []
    agreed = ecosystem.contract
    for one in agreed.implementations if agreed else ():
        held = {method.name: method for method in one.methods}
        mock = " ".join(sorted({item.rule or "" for item in one.mock}))
        for wanted in agreed.methods if agreed else ():
            found = held.get(wanted.name)
            state = "missing" if found is None else "same" if found.same else "differs"
            where = found.evidence if found else one.evidence
            rows.append(
                (one.manager, one.type, mock, wanted.name, state, wanted.signature,
                 found.signature if found else None, where.path, where.line)
            )  # fmt: skip
    return head, rows


def counts_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one number that documents state each, with the first line that does."""
    head = ("what", "manager", "stated", "lines", "counted", "path", "line")
    rows: list[tuple[object, ...]] = [
        (one.what, one.manager, claim.value, claim.lines, one.counted, claim.evidence[0].path,
         claim.evidence[0].line)
        for one in ecosystem.counts
        for claim in one.claims
    ]  # fmt: skip
    return head, rows


def stated_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one thing that documents or manifests name each, with the first line."""
    head = ("what", "manager", "stated", "held", "in the code", "lines", "path", "line")
    rows: list[tuple[object, ...]] = [
        (one.what, one.manager, one.name, one.held, one.fact, one.lines, one.evidence[0].path,
         one.evidence[0].line)
        for one in ecosystem.stated
    ]  # fmt: skip
    return head, rows


def shares_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one percentage that documents state each; `counted` empty where nothing is."""
    head = ("what", "manager", "stated", "lines", "counted", "beside", "path", "line")
    rows: list[tuple[object, ...]] = [
        (one.what, one.manager, claim.value, claim.lines, one.counted, one.beside,
         claim.evidence[0].path, claim.evidence[0].line)
        for one in ecosystem.shares
        for claim in one.claims
    ]  # fmt: skip
    return head, rows


def dependencies_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one piece of evidence each."""
    head = ("source", "target", "kind", "resolution", "rule", "test", "path", "line", "text")
    rows: list[tuple[object, ...]] = [
        (one.source, one.target, item.kind, item.resolution, item.rule, item.test, item.path,
         item.line, item.text)
        for one in ecosystem.dependencies
        for item in one.evidence
    ]  # fmt: skip
    return head, rows


def findings_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one finding each, with the place of its first evidence."""
    head = ("id", "kind", "severity", "subjects", "summary", "claim", "fact", "path", "line")
    rows: list[tuple[object, ...]] = []
    for one in ecosystem.findings:
        first = one.evidence[0] if one.evidence else None
        rows.append(
            (one.id, one.kind, str(one.severity), " ".join(one.subjects), one.summary, one.claim,
             one.fact, first.path if first else None, first.line if first else None)
        )  # fmt: skip
    return head, rows


def raci_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one manager and phase each."""
    return _CELL, _cells(ecosystem.raci)


def activities_table(ecosystem: Ecosystem) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Head and rows: one manager and activity each, where anything is known."""
    return _CELL, _cells(ecosystem.raci_detail)


_CELL = ("manager", "activity", "letter", "declared", "override", "by", "confidence", "reason",
         "path", "line")  # fmt: skip


def _cells(raci: Raci) -> list[tuple[object, ...]]:
    """Each with the place of its first evidence; `-` for no part by an override."""
    rows: list[tuple[object, ...]] = []
    for row in raci.rows:
        for cell in row.cells:
            first = cell.evidence[0] if cell.evidence else None
            given = cell.override
            rows.append(
                (row.manager, cell.activity, cell.letter, cell.declared,
                 (given.letter or "-") if given else None, given.by if given else None,
                 cell.confidence, cell.reason, first.path if first else None,
                 first.line if first else None)
            )  # fmt: skip
    return rows


TABLES = {
    "managers": managers_table,
    "dependencies": dependencies_table,
    "contract": contract_table,
    "counts": counts_table,
    "stated": stated_table,
    "shares": shares_table,
    "findings": findings_table,
    "raci": raci_table,
    "activities": activities_table,
}


def csv_lines(head: Sequence[str], rows: Rows) -> str:
    """CSV with a head; empty where nothing is known, and no cell that a spreadsheet would run."""
    return "".join(map(_csv_line, (head, *rows)))


def _csv_line(row: Sequence[object]) -> str:
    """One row; the writer quotes the characters of its own line ends only, so it has both."""
    output = io.StringIO()
    csv.writer(output, lineterminator="\r\n").writerow([_cell(value) for value in row])
    return output.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: object) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    told = _IN_LINES.sub(lambda found: clean(found[0]), value)
    return f"'{told}" if told.startswith(_FORMULA) else told


def markdown_table(head: Sequence[str], rows: Rows) -> list[str]:
    """A Markdown table; what Markdown would read as its own is escaped."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(markdown_text(value) for value in row)} |" for row in rows]
    return lines


def markdown_text(value: object) -> str:
    """One cell or sentence, in one line."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}"
    text = "".join(char if char.isprintable() else "?" for char in " ".join(str(value).split()))
    for char in "\\`*_{}[]<>|#":
        text = text.replace(char, f"\\{char}")
    return text
