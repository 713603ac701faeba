"""`plan` and `report` as people call them."""

from pathlib import Path
from typing import Any

import httpx

from backend.model.migration.preflight import Preflight
from backend.model.migration.report import Report
from tests.contract.migration.conftest import Bench
from tests.migration_door import door
from tests.migration_sources import vectors, write, write_tasks

_IDS = ("1.2", "12", "1.3", "4", "1.2")


async def plan(bench: Bench, source: Path, to: str = "") -> tuple[int, Preflight]:
    target = ("--to", to or bench.qdrant, "--collection", bench.collection)
    ended = await bench.migrate("plan", str(source), *target, "--format", "json")
    assert "Traceback" not in ended.err
    return ended.code, Preflight.model_validate_json(ended.out)


async def test_a_plan_says_what_the_name_means_and_what_would_be_left_behind(
    bench: Bench, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.json", vectors(range(10)))
    code, free = await plan(bench, first)
    assert code == 0
    assert free.prospect is not None
    assert (free.prospect.means, free.prospect.points) == (None, None)
    assert free.prospect.memory_needed == 10 * 4 * 4 * 1.5
    assert free.prospect.memory_there
    assert free.prospect.seconds_as_before is None

    ran = (await bench.run(first)).report
    assert ran.switch is not None
    code, taken = await plan(bench, write(tmp_path / "b.json", vectors(range(7, 20))))
    assert code == 0
    assert taken.prospect is not None
    assert (taken.prospect.is_alias, taken.prospect.means) == (True, ran.switch.staging)
    assert (taken.prospect.points, taken.prospect.also_there) == (10, 3)
    assert taken.prospect.seconds_as_before is not None
    (replaced,) = taken.findings
    assert "without 7 of them" in replaced.summary


async def test_a_plan_says_before_what_would_be_refused_or_fail(
    bench: Bench, tmp_path: Path
) -> None:
    source = write(tmp_path / "a.json", vectors(range(10)))
    body: dict[str, Any] = {"vectors": {"size": 7, "distance": "Dot", "datatype": "uint8"}}
    httpx.put(f"{bench.qdrant}/collections/{bench.collection}", json=body).raise_for_status()
    code, found = await plan(bench, source)
    assert code == 1
    assert [one.kind for one in found.findings] == ["datatype", "distance", "dimension", "name"]
    assert "--in-place" in found.findings[-1].remedy


async def test_a_plan_of_a_target_that_is_away_says_so(bench: Bench, tmp_path: Path) -> None:
    source = write(tmp_path / "a.json", vectors(range(3)))
    async with door(bench.qdrant) as opened:
        address = opened.url
    ended = await bench.migrate("plan", str(source), "--to", address, "--collection", "x")
    assert (ended.code, ended.out) == (3, "")
    assert "could not be asked" in ended.err


async def test_a_report_is_told_again_in_every_form(bench: Bench, tmp_path: Path) -> None:
    ran = (await bench.run(write(tmp_path / "a.json", vectors(range(5))))).report
    told = await bench.migrate("report", ran.id, "--format", "json")
    assert Report.model_validate_json(told.out) == ran
    told = await bench.migrate("report", ran.id, "--format", "markdown")
    assert told.out.startswith(f"# Migration {ran.id}: finished")
    assert "# Verification: passed" in told.out
    assert (await bench.migrate("report", "nonsense")).code == 2


async def test_a_plan_tells_fields_pairs_and_room(bench: Bench, tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"TaskId": one, "Vector": [1.0, n], "Title": "t"} for n, one in enumerate(_IDS)
    ]
    records[3]["Title"] = 7
    path = write_tasks(tmp_path / "a.json", records)
    _, found = await plan(bench, path)
    assert [(one.records, one.indices) for one in found.collisions] == [(("1.2", "1.2"), (0, 4))]
    foreign = {one.point: (one.records, one.indices) for one in found.foreign_collisions}
    assert foreign["12"] == (("1.2", "12", "1.2"), (0, 1, 4))
    (title,) = found.payload_fields
    assert [(one.type, one.records) for one in title.types] == [("text", 4), ("whole number", 1)]
    assert found.prospect is not None
    assert found.prospect.disk_there
    assert found.prospect.disk_needed is not None
    assert found.prospect.disk_needed > found.payload_bytes
    told = await bench.migrate(
        "plan", str(path), "--to", bench.qdrant, "--collection", bench.collection
    )
    assert "1.2 (record 1) = 1.2 (record 5) → point" in told.out
    assert "Title: in 5 records: text 4, whole number 1" in told.out
    assert "Qdrant itself holds" in told.out


async def test_the_default_source_is_of_the_environment(bench: Bench, tmp_path: Path) -> None:
    path = str(write(tmp_path / "a.json", vectors(range(3))))
    target = ("--to", bench.qdrant, "--collection", bench.collection)
    planned = await bench.migrate("plan", *target, "--format", "json", PYTHON_DATA_PATH=path)
    assert Preflight.model_validate_json(planned.out).source_records == 3
    ran = await bench.migrate("run", *target, "--format", "json", PYTHON_DATA_PATH=path)
    assert ran.report.source == path
    verified = await bench.migrate("verify", *target, PYTHON_DATA_PATH=path)
    assert verified.code == 0, verified.err
    without = await bench.migrate("plan", *target, PYTHON_DATA_PATH="")
    assert without.code == 2
    assert "PYTHON_DATA_PATH" in without.err
