"""What a run says of itself on stderr while it works."""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.migration.history import Unreadable, read_run
from backend.migration.text import progress_line

_ON_A_TERMINAL = 0.5
_IN_A_LOG = 5.0


@contextmanager
def narrated(journal: Path) -> Iterator[None]:
    """Tell the progress of the journal's run while the block works.

    On a terminal one line is written over and over; elsewhere a line every few seconds.
    """
    ended = threading.Event()
    teller = threading.Thread(target=_tell, args=(journal, ended), daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _tell(journal: Path, ended: threading.Event) -> None:
    terminal = sys.stderr.isatty()
    said = ""
    period = _ON_A_TERMINAL if terminal else _IN_A_LOG
    while not ended.wait(period):
        try:
            line = progress_line(read_run(journal, time.time()))
        except Unreadable:
            continue
        if line == said:
            continue
        said = line
        if terminal:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r{line[:width]:<{width}}")
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    if terminal and said:
        sys.stderr.write("\n")
