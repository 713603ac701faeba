"""What can be read once alone is kept until its run has ended."""

import gzip
import io
import json
import os
import pickle
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from backend.migration.errors import Refused
from backend.migration.journal import Journal
from backend.migration.spool import forget_spooled, is_stream, spooled
from tests.migration_sources import vectors, write
from tests.unit.migration.conftest import ORDER

LINES = b"".join(json.dumps(one).encode() + b"\n" for one in vectors(range(3)))


def pipe(folder: Path, content: bytes) -> Path:
    """A named pipe that somebody writes this into."""
    path = folder / "pipe"
    os.mkfifo(path)
    threading.Thread(target=lambda: path.write_bytes(content), daemon=True).start()
    return path


def array() -> bytes:
    file = io.BytesIO()
    np.save(file, np.ones((2, 2), np.float32))
    return file.getvalue()


def test_what_gives_its_bytes_once_is_known(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [is_stream(one) for one in (Path("-"), tmp_path / "pipe")] == [True, True]
    file = write(tmp_path / "a.json", [])
    assert not any(is_stream(one) for one in (file, tmp_path, tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (LINES, ".jsonl"),
        (gzip.compress(LINES), ".jsonl.gz"),
        (json.dumps(vectors(range(3))).encode(), ".json"),
        (json.dumps({"tasks": []}, indent=1).encode(), ".json"),
        (array(), ".npy"),
        (pickle.dumps([1]), ".pkl"),
        (b"PAR1....", ".parquet"),
        (b"PK\x03\x04....", ".npz"),
        (b"", ".json"),
    ],
    ids=["lines", "gzip", "list", "object", "npy", "pickle", "parquet", "npz", "empty"],
)
def test_it_is_kept_as_what_it_is_for_its_owner_alone(
    tmp_path: Path, content: bytes, suffix: str
) -> None:
    path = spooled(pipe(tmp_path, content), tmp_path / "state")
    assert path.read_bytes() == content
    assert path.name.endswith(suffix) and path.name.count(".") == suffix.count(".")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list((tmp_path / "state" / "spool").iterdir()) == [path]


def test_the_same_bytes_make_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = (spooled(pipe(tmp_path / name, LINES), tmp_path) for name in "ab")
    assert one == two


def test_it_goes_with_the_last_run_that_reads_it(
    tmp_path: Path, begin: Callable[[str], Journal]
) -> None:
    path = spooled(pipe(tmp_path, LINES), tmp_path)
    journal = begin("20261126T120000-abcdef")
    journal._set(source=str(path))
    forget_spooled(path, tmp_path)
    assert path.exists()
    journal.end("finished")
    forget_spooled(path, tmp_path)
    assert not path.exists()


def test_no_other_file_is_deleted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [])
    forget_spooled(path, tmp_path)
    assert path.exists() and ORDER.source != str(path)


def test_where_it_cannot_be_kept_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(Refused, match="cannot be kept in"):
        spooled(pipe(tmp_path, LINES), tmp_path / "state")
