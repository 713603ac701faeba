import io
import threading
import time

import pytest

from backend.migration import narration
from backend.migration.history import read_run
from backend.migration.journal import Journal
from backend.migration.text import progress_line
from backend.model.migration.progress import Progress
from tests.unit.migration.conftest import acknowledge


class Screen(io.StringIO):
    """What was told; says when a line is out."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal
        self.told = threading.Event()

    def isatty(self) -> bool:
        return self._terminal

    def flush(self) -> None:
        self.told.set()


def test_a_target_that_is_away_from_the_start_is_told(journal: Journal) -> None:
    journal.retry("no answer; again in 0.1 s", None)
    journal.beat("waiting", 0)
    line = progress_line(read_run(journal.path))
    assert line == "waiting: /data/a.json  retries 1  no answer; again in 0.1 s"


def test_the_line_says_what_is_known_and_nothing_else(journal: Journal, surveyed: Journal) -> None:
    surveyed.beat("running", 1)
    acknowledge(surveyed, 0)
    surveyed.retry("no answer; again in 1.0 s", 1)
    surveyed.beat("waiting", 1)
    line = progress_line(read_run(surveyed.path))
    assert line.startswith("waiting: 5 / 20 points")
    assert line.endswith("retries 1  no answer; again in 1.0 s")
    assert "failed" not in line


def told(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, *, terminal: bool, columns: int = 60
) -> str:
    screen = Screen(terminal)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(narration, "_ON_A_TERMINAL", 0.001)
    monkeypatch.setattr(narration, "_IN_A_LOG", 0.001)
    with narration.narrated(journal.path):
        assert screen.told.wait(10)
        time.sleep(0.05)
    return screen.getvalue()


def test_a_terminal_gets_one_line_written_over(
    surveyed: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    surveyed.beat("running", 1)
    acknowledge(surveyed, 0)
    surveyed.retry("[bold]no answer", 1)
    surveyed.beat("waiting", 1)
    written = told(surveyed, monkeypatch, terminal=True, columns=120)
    assert "waiting: 5 / 20 points" in written
    assert "[bold]no answer" in written  # no markup of the world's is interpreted
    assert written.count("\n") == 1


def test_a_log_gets_json_lines_and_none_twice(
    surveyed: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    surveyed.beat("paused", 0)
    acknowledge(surveyed, 0)
    (line,) = told(surveyed, monkeypatch, terminal=False).splitlines()
    progress = Progress.model_validate_json(line)
    assert (progress.state, progress.written, progress.points) == ("paused", 5, 20)
