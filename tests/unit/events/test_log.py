import stat
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

from backend.events.log import EventLog
from backend.model.event import Event
from tests.readings.sample import NOW


def events(*texts: str) -> list[Event]:
    return [Event(at=NOW, mark="fine", source="host", text=text) for text in texts]


def texts(log: EventLog, most: int = 100) -> list[str]:
    return [event.text for event in log.read(most)[0]]


def test_what_is_written_is_found_again(tmp_path: Path) -> None:
    EventLog(tmp_path / "state").append(events("a", "line\nbreak", "é → \x1b"))
    assert texts(EventLog(tmp_path / "state")) == ["a", "line\nbreak", "é → \x1b"]


def test_its_owner_alone_reads_it(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(events("a"))
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_only_the_last_are_read(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(events(*"abcdef"))
    assert texts(log, most=2) == ["e", "f"]


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert EventLog(tmp_path / "nowhere").read(9) == (deque(), 0)


def test_corrupt_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(events("a"))
    with log.path.open("ab") as file:
        file.write(b'\xff\xfe\n{"at": 1}\n[]\n\n{"at":"2026-')
    log.append(events("b"))
    found, skipped = log.read(100)
    assert [event.text for event in found] == ["a", "b"]
    assert skipped == 5


def test_two_files_of_bounded_size(tmp_path: Path) -> None:
    log = EventLog(tmp_path, largest=1_000)
    for number in range(100):
        log.append(events(str(number)))
    sizes = [path.stat().st_size for path in tmp_path.glob("*.jsonl")]
    assert len(sizes) == 2
    assert max(sizes) < 1_100
    kept = texts(log)
    assert kept == [str(number) for number in range(100 - len(kept), 100)]
    assert len(kept) > 9


def test_one_writes_at_a_time_and_the_next_takes_over(tmp_path: Path) -> None:
    first, second = EventLog(tmp_path), EventLog(tmp_path)
    assert first.append(events("first")) == ""
    assert second.append(events("second")) == ""
    assert texts(first) == ["first"]
    first.close()
    second.append(events("third"))
    assert texts(second) == ["first", "third"]


def test_a_killed_writer_leaves_the_log_to_the_next(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from backend.events.log import EventLog; from backend.model.event import Event\n"
        "event = Event(at='2026-01-01T00:00:00Z', mark='fine', source='x', text='dying')\n"
        "EventLog(Path(sys.argv[1])).append([event]); os.kill(os.getpid(), 9)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=60)
    assert ran.returncode == -9
    log = EventLog(tmp_path)
    log.append(events("next"))
    assert texts(log) == ["dying", "next"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    trouble = EventLog(tmp_path / "file").append(events("a"))
    assert "events.jsonl cannot be written" in trouble


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").symlink_to("/dev/full")
    assert "No space left" in EventLog(tmp_path).append(events("a"))
