from collections.abc import Callable
from pathlib import Path

import pytest

from backend.migration.history import read_run
from backend.migration.journal import Journal
from backend.model.migration.run import Run
from backend.probes.migration import MigrationProbe
from backend.probes.probe import ProbeFailed


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The journals that were opened, by run."""
    opened: list[str] = []

    def counted(path: Path) -> Run:
        opened.append(path.stem)
        return read_run(path)

    monkeypatch.setattr("backend.probes.migration.read_run", counted)
    return opened


async def test_where_no_folder_is_nothing_is_known_and_nothing_is_made(tmp_path: Path) -> None:
    probe = MigrationProbe(tmp_path / "state")
    assert (await probe.read()).runs == ()
    assert list(tmp_path.iterdir()) == []
    assert (probe.name, probe.target) == ("migration", str(tmp_path / "state" / "migrations"))


async def test_ended_runs_are_read_once_and_moving_ones_every_time(
    begin: Callable[[str], Journal], tmp_path: Path, reads: list[str]
) -> None:
    ended = begin("a")
    ended.end("finished")
    ended.close()
    moving = begin("b")
    probe = MigrationProbe(tmp_path)
    for _ in range(3):
        assert [run.id for run in (await probe.read()).runs] == ["b", "a"]
    assert reads == ["b", "a", "b", "b"]
    moving.beat("running", in_flight=2)
    assert (await probe.read()).runs[0].in_flight == 2


async def test_a_journal_that_is_none_costs_itself_only(
    begin: Callable[[str], Journal], tmp_path: Path
) -> None:
    begin("a")
    (tmp_path / "migrations" / "b.sqlite").write_bytes(b"junk" * 1000)
    migrations = await MigrationProbe(tmp_path).read()
    assert [run.id for run in migrations.runs] == ["a"]
    assert ["b.sqlite" in trouble for trouble in migrations.unreadable] == [True]


async def test_a_state_that_is_no_folder_is_a_failure_with_a_remedy(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_text("")
    with pytest.raises(ProbeFailed) as failed:
        await MigrationProbe(state).read()
    assert "cannot be read" in failed.value.error.summary
    assert "--state" in failed.value.error.remedy
