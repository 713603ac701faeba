"""What a run says of itself on stderr while it works."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from backend.migration.history import Unreadable, read_run
from backend.migration.text import progress_line
from backend.model.migration.progress import Progress
from backend.model.migration.run import Run

_ON_A_TERMINAL = 0.5
_IN_A_LOG = 5.0


@contextmanager
def narrated(journal: Path) -> Iterator[None]:
    """Tell the progress of the journal's run while the block works.

    On a terminal one line is written over and over; elsewhere a JSON line, a `Progress`, every few
    seconds in which something changed.
    """
    ended = threading.Event()
    tell = _draw if sys.stderr.isatty() else _log
    teller = threading.Thread(target=tell, args=(journal, ended), daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _runs(journal: Path, ended: threading.Event, period: float) -> Iterator[Run]:
    while not ended.wait(period):
        with suppress(Unreadable):
            yield read_run(journal, time.time())


def _draw(journal: Path, ended: threading.Event) -> None:
    from rich.console import Console  # noqa: PLC0415  (nothing of it where nobody looks)
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Drawn  # noqa: PLC0415

    # What stands in it comes from the world: no markup in it is interpreted.
    told = TextColumn("{task.description}", markup=False)
    bar = BarColumn(bar_width=20)
    with Drawn(bar, told, console=Console(stderr=True), auto_refresh=False) as drawn:
        task = drawn.add_task("", total=None)
        for run in _runs(journal, ended, _ON_A_TERMINAL):
            total = run.preflight.points if run.preflight else None
            line = progress_line(run)
            drawn.update(task, total=total, completed=run.written, description=line, refresh=True)


def _log(journal: Path, ended: threading.Event) -> None:
    said: Progress | None = None
    for run in _runs(journal, ended, _IN_A_LOG):
        progress = _progress(run)
        if progress != said:
            said = progress
            sys.stderr.write(f"{progress.model_dump_json()}\n")
            sys.stderr.flush()


def _progress(run: Run) -> Progress:
    return Progress(
        run=run.id,
        state=run.state,
        written=run.written,
        points=run.preflight.points if run.preflight else None,
        failed=run.failed,
        retries=run.retries,
        breaker=run.breaker,
        rate=run.rate,
        eta_seconds=run.eta_seconds,
        latest=run.errors[-1].summary if run.errors else "",
    )
