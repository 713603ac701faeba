import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.control import Control
from backend.migration.errors import Refused, Stopped
from backend.migration.history import read_run
from backend.migration.journal import Journal
from backend.migration.mailbox import Command
from backend.migration.process import Owner
from backend.migration.remote import Known, known, tell
from backend.migration.report import is_too_much
from backend.model.migration.preflight import Preflight


async def heard(control: Control, journal: Journal, command: Command) -> None:
    """Leave a command in the journal and return once it was taken."""
    number = journal.mailbox.leave(command)
    while not journal.mailbox.is_taken(number):
        await asyncio.sleep(0)


async def test_pause_holds_and_resume_lets_go(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.migration.control.POLL_SECONDS", 0.0)
    control = Control(journal)
    listening = asyncio.create_task(control.listen())
    held = [control.is_paused]
    await heard(control, journal, Command("pause"))
    held.append(control.is_paused)
    waiting = asyncio.create_task(control.allowed())
    await asyncio.sleep(0)
    assert not waiting.done()
    await heard(control, journal, Command("resume"))
    await waiting
    held.append(control.is_paused)
    assert held == [False, True, False]
    listening.cancel()


async def test_an_order_to_end_ends_every_wait(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.migration.control.POLL_SECONDS", 0.0)
    control = Control(journal)
    listening = asyncio.create_task(control.listen())
    await heard(control, journal, Command("pause"))
    sleeping = asyncio.create_task(control.sleep(3600))
    await heard(control, journal, Command("rollback", drop=True))
    with pytest.raises(Stopped):
        await sleeping
    await control.allowed()
    assert (control.is_stopped(), control.is_paused) == (True, False)
    assert control.order == Command("rollback", drop=True)
    control.go_on()
    assert not control.is_stopped()
    listening.cancel()


def test_a_run_whose_process_is_gone_hears_nothing(journal: Journal) -> None:
    gone = Owner(Owner.this().pid, Owner.this().host, started=-1000.0)
    Journal.resume(journal.path, gone, workers=1).close()
    found = Known(journal.path, read_run(journal.path))
    assert not found.is_alive
    assert not tell(found, "abort")
    assert journal.mailbox.take() == []


@pytest.mark.parametrize("name", ["nonsense", "../run", "", "a/b"])
def test_a_run_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="migrate list"):
        known(tmp_path, name)


@given(st.integers(0, 1000), st.integers(1, 1000), st.floats(0, 100))
def test_too_much_is_more_than_the_percentage(failed: int, records: int, percent: float) -> None:
    preflight = Preflight(
        shape="tasks", bytes=1, source_records=records, distinct_ids=1, dimension=4
    )
    assert is_too_much(failed, preflight, percent) == (failed / records * 100 > percent) or (
        failed / records * 100 == pytest.approx(percent)
    )
    assert not is_too_much(failed, None, percent)
