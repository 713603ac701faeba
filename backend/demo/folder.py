"""The folder that a demo writes into, and its end."""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from backend.config import ConfigError

PREFIX = "passerelle-demo-"
_LOCK = ".lock"
_YOUNG_SECONDS = 60.0  # a lock this young may be one that its owner is about to take


@contextmanager
def world_folder(keep: Path | None) -> Iterator[Path]:
    """A fresh temporary folder that is removed at the end, or `keep`, which stays.

    Raises:
        ConfigError: `keep` holds something already, or cannot be written.
    """
    if keep is None:
        _sweep(Path(tempfile.gettempdir()))
        with _temporary() as folder:
            yield folder
        return
    make_keepable(keep)
    yield keep.resolve()


def make_keepable(folder: Path) -> None:
    """Make a folder to keep where there is none.

    Raises:
        ConfigError: It holds something already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = next(folder.iterdir(), None)
    except OSError as error:
        raise ConfigError(
            f"--keep {folder}: {error.strerror}; name a folder that can be written"
        ) from None
    if taken is not None:
        raise ConfigError(f"--keep {folder}: holds {taken.name}; name a new or empty folder")


@contextmanager
def _temporary() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    with (folder / _LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove what demos left behind that were killed: nobody holds their lock any more."""
    for path in parent.glob(f"{PREFIX}*/{_LOCK}"):
        with suppress(OSError), path.open("r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if time.time() - path.stat().st_mtime > _YOUNG_SECONDS:
                shutil.rmtree(path.parent, ignore_errors=True)
