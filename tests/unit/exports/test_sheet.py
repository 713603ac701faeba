"""A pane's rows in files: they parse, say everything, and the unknown stays unknown."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from tests.readings import sample
from tui.exports.latency import HEAD, latency_sheet
from tui.exports.sheet import Sheet, sheet_csv, sheet_json, sheet_markdown

values = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8))


def sheet(*rows: tuple[str | int | float | bool | None, ...]) -> Sheet:
    return Sheet("what it is", ("name", "points"), rows, {"pane": "qdrant", "filter": "a|b"})


def test_the_unknown_is_no_zero_in_any_format() -> None:
    told = sheet(("tasks", None), ("notes", 0))
    assert sheet_csv(told) == "name,points\ntasks,\nnotes,0\n"
    assert json.loads(sheet_json(told))["rows"] == [
        {"name": "tasks", "points": None},
        {"name": "notes", "points": 0},
    ]
    assert "| tasks | – |" in sheet_markdown(told)
    assert "- filter: a\\|b" in sheet_markdown(told)


@given(st.lists(st.tuples(values, values), max_size=5))
def test_every_row_is_written_whatever_stands_in_it(
    rows: list[tuple[str | int | bool | None, ...]],
) -> None:
    told = sheet(*rows)
    read = list(csv.reader(io.StringIO(sheet_csv(told), newline="")))
    assert len(read) == len(rows) + 1
    assert [list(row.values()) for row in json.loads(sheet_json(told))["rows"]] == [
        list(row) for row in rows
    ]
    table = [line for line in sheet_markdown(told).splitlines() if line.startswith("|")]
    assert len(table) == len(rows) + 2


def test_latencies_are_intervals() -> None:
    endpoints = sample.latency().endpoints
    told = latency_sheet(endpoints, {"pane": "latency"})
    assert {len(row) for row in told.rows} == {len(HEAD)}
    first = dict(zip(told.head, told.rows[0], strict=True))
    p95 = next(one for one in endpoints[0].quantiles if one.q == 0.95)
    assert (first["p95 from s"], first["p95 to s"]) == (p95.low, p95.high)
