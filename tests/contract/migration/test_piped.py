"""What comes through a pipe is moved, proved and gone on with like any file."""

import json
import os
import signal
import threading
from pathlib import Path

from tests.contract.migration.conftest import Bench
from tests.contract.migration.test_interrupted import Killer
from tests.migration_door import door
from tests.migration_sources import vectors

RECORDS = 60


def pipe(path: Path) -> Path:
    """A named pipe that somebody writes the records into, once."""
    content = "".join(json.dumps(one) + "\n" for one in vectors(range(RECORDS)))
    os.mkfifo(path)
    threading.Thread(target=lambda: path.write_text(content), daemon=True).start()
    return path


async def test_a_killed_run_goes_on_with_the_same_bytes_and_leaves_none(
    bench: Bench, tmp_path: Path
) -> None:
    killer = Killer(bench)
    async with door(bench.qdrant, killer) as opened:
        killer.aim(3, after=True)
        killed = await bench.run(pipe(tmp_path / "a"), "--batch-size", "10", to=opened.url)
        assert killed.code == -signal.SIGKILL
        (kept,) = (bench.state / "spool").iterdir()
        assert kept.read_bytes().count(b"\n") == RECORDS
        killer.aim(0, after=False)
        ended = await bench.run(pipe(tmp_path / "b"), "--batch-size", "10", to=opened.url)
    assert ended.code == 0, ended.err
    assert (ended.report.resumed, ended.report.target_exact) == (1, RECORDS)
    assert ended.report.source == str(kept.resolve())
    assert len(bench.journals) == 1
    assert list((bench.state / "spool").iterdir()) == []
