"""What stands on a pane as a table of its own: CSV, JSON, Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.exports.tables import csv_lines, markdown_table, markdown_text

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes:
        name: What it is a table of; part of the file's name.
        head: Names of the columns.
        rows: Values by column; None is unknown, and never zero.
        about: Where it comes from, how it was filtered and sorted, by word.
    """

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    about: Mapping[str, str]


def sheet_csv(sheet: Sheet) -> str:
    """CSV with a head; the unknown is empty."""
    return csv_lines(sheet.head, sheet.rows)


def sheet_json(sheet: Sheet) -> str:
    """One object: what it is about, and `rows` as objects; the unknown is null."""
    rows = [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
    told = {**sheet.about, "rows": rows}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def sheet_markdown(sheet: Sheet) -> str:
    """A heading, what it is about, a table."""
    lines = [f"# {markdown_text(sheet.name.capitalize())}", ""]
    lines += [f"- {name}: {markdown_text(said)}" for name, said in sheet.about.items()]
    lines += ["", *markdown_table(sheet.head, sheet.rows)]
    return "\n".join(lines) + "\n"


FORMATS = {
    "CSV": ("csv", sheet_csv),
    "JSON": ("json", sheet_json),
    "Markdown": ("md", sheet_markdown),
}
"""By name: the file's ending, and what makes its text."""
