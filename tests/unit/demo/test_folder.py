import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from backend.config import ConfigError
from backend.demo.folder import PREFIX, world_folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left_behind(parent: Path, name: str) -> Path:
    folder = parent / f"{PREFIX}{name}"
    folder.mkdir()
    (folder / ".lock").touch()
    os.utime(folder / ".lock", (0, 0))
    return folder


def test_a_temporary_folder_goes_with_all_that_is_in_it(temporary: Path) -> None:
    with world_folder(None) as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "file").touch()
        assert folder.parent == temporary
    assert list(temporary.iterdir()) == []


def test_it_goes_after_an_error_too(temporary: Path) -> None:
    with pytest.raises(ZeroDivisionError), world_folder(None):
        raise ZeroDivisionError
    assert list(temporary.iterdir()) == []


def test_a_folder_to_keep_stays(tmp_path: Path) -> None:
    with world_folder(tmp_path / "new" / "world") as folder:
        (folder / "file").touch()
    assert (tmp_path / "new" / "world" / "file").exists()


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(ConfigError, match=r"holds thesis\.txt"), world_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder_to_keep(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="--keep"), world_folder(tmp_path / "file"):
        pass


def test_what_killed_demos_left_is_removed_and_what_runs_is_not(temporary: Path) -> None:
    dead, running = left_behind(temporary, "dead"), left_behind(temporary, "running")
    with (running / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.utime(running / ".lock", (0, 0))
        with world_folder(None):
            assert not dead.exists()
            assert running.exists()
