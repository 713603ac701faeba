import json
from pathlib import Path

from backend.migration.records import read_record
from backend.migration.source import Source

BIG = 2**64 + 1


def test_ids_beyond_64_bits_are_kept_to_the_last_digit(tmp_path: Path) -> None:
    rows = [{"id": BIG + n, "vector": [0.5], "n": -BIG, "x": 1e300} for n in range(3)]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = [read_record(entry) for entry in Source(path).entries()]
    assert [record.id for record in found] == [row["id"] for row in rows]
    assert found[0].payload == {"n": -BIG, "x": 1e300}


def test_a_line_that_is_nested_without_end_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = ['{"id":1,"vector":[1]}', "[" * 200_000, '{"a":' * 200_000, "", '{"id":2,"vector":[2]}']
    path.write_text("\n".join([*lines, "", ""]))
    found = [read_record(entry) for entry in Source(path).entries()]
    assert [record.id for record in found] == [1, None, None, None, 2, None]
    assert "nested too deeply" in str(found[1].flaw)
    assert found[4].place == "a.jsonl: line 5"
    assert "an empty line" in str(found[5].flaw)
