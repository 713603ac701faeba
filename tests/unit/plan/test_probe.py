import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.model.plan import Plan, Trouble
from backend.plan.reader import read_plan
from backend.probes.plan import PlanProbe
from backend.probes.probe import ProbeFailed


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Paths in the order in which files were really read."""
    paths: list[Path] = []

    def recorded(path: Path) -> Plan | Trouble:
        paths.append(path)
        return read_plan(path)

    monkeypatch.setattr("backend.probes.plan.read_plan", recorded)
    return paths


async def test_unchanged_files_are_not_read_again(tmp_path: Path, reads: list[Path]) -> None:
    one, two = tmp_path / "plan-dev-v1.md", tmp_path / "plan-dev-v2.md"
    one.write_text("- [ ] a")
    two.write_text("- [ ] b")
    with ThreadPoolExecutor(1) as worker:
        probe = PlanProbe((tmp_path,), worker)
        first = await probe.read()
        assert await probe.read() == first
        assert reads == [one, two]
        two.write_text("- [x] b and more")
        assert [plan.done for plan in (await probe.read()).plans] == [0, 1]
        assert reads == [one, two, two]
        one.unlink()
        assert [plan.path for plan in (await probe.read()).plans] == [str(two)]


async def test_a_change_of_the_same_size_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("- [ ] a")
    with ThreadPoolExecutor(1) as worker:
        probe = PlanProbe((path,), worker)
        await probe.read()
        path.write_text("- [x] a")
        os.utime(path, ns=(1, 1))
        assert (await probe.read()).plans[0].done == 1


async def test_no_path_and_no_plan_are_said_apart(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as worker:
        with pytest.raises(ProbeFailed) as unconfigured:
            await PlanProbe((), worker).read()
        with pytest.raises(ProbeFailed) as failed:
            await PlanProbe((tmp_path / "gone.md",), worker).read()
    assert unconfigured.value.error.kind == "unconfigured"
    assert failed.value.error.kind == "invalid"
    assert "plan-dev-v*.md" in failed.value.error.remedy
    assert "gone.md" in failed.value.error.summary


async def test_one_missing_path_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("- [ ] a")
    with ThreadPoolExecutor(1) as worker:
        plans = await PlanProbe((path, tmp_path / "gone.md"), worker).read()
    assert len(plans.plans) == 1
    assert [Path(trouble.path).name for trouble in plans.unreadable] == ["gone.md"]
