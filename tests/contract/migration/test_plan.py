"""`plan` and `report` as people call them."""

from pathlib import Path
from typing import Any

import httpx

from backend.model.migration import Preflight, Report
from tests.contract.migration.conftest import Bench
from tests.migration_door import door
from tests.migration_sources import vectors, write


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
