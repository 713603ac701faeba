"""Sources that give their bytes once: kept on the disk until the run that moves them has ended.

A move reads its source several times: before it, for it, to prove it, and again after a kill.
"""

import hashlib
import os
import stat
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import orjson

from backend.migration.errors import Refused
from backend.migration.formats.format import GZIP
from backend.migration.history import Unreadable, read_runs

STDIN = "-"
_PIECE = 2**20
_GZIP_WINDOW = 31
_BEGINNINGS = {
    b"\x93NUMPY": ".npy",
    b"PK\x03\x04": ".npz",
    b"PAR1": ".parquet",
    b"\x80": ".pkl",
}


def is_stream(source: Path) -> bool:
    """Whether it is the standard input or a pipe."""
    if str(source) == STDIN:
        return True
    try:
        mode = source.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def title_of(stream: Path) -> str:
    """What to call it."""
    return "the standard input" if str(stream) == STDIN else str(stream)


def spooled(source: Path, state: Path) -> Path:
    """What a stream gives, as a file for its owner alone; the same bytes make the same file.

    So a run that is begun again with the same bytes goes on.

    Args:
        source: Such a stream; it is read to its end.
        state: Folder that the file is kept below.

    Raises:
        Refused: It cannot be read, or there is no room for it.
    """
    folder = _folder(state)
    draft: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder, suffix=".new")
        draft = Path(name)
        with os.fdopen(descriptor, "wb") as file, _opened(source) as stream:
            beginning, digest = _copied(stream, file)
        path = folder / f"{digest[:16]}{_suffix(beginning)}"
        draft.replace(path)
    except OSError as error:
        raise Refused(
            f"{title_of(source)} gives its bytes once and cannot be kept in {folder}: "
            f"{error.strerror}",
            "make room there, name another folder with --state, or name a file",
        ) from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
    return path.resolve()


@contextmanager
def kept_while(source: object, state: Path) -> Iterator[None]:
    """Delete a source that was kept so after this, unless its run has not ended."""
    try:
        yield
    finally:
        if isinstance(source, Path):
            forget_spooled(source, state)


def forget_spooled(source: Path, state: Path) -> None:
    """Delete a file that was made so, unless a run that has not ended may still read it."""
    if source.parent != _folder(state).resolve():
        return
    with suppress(Unreadable, OSError):
        if all(run.ended or run.source != str(source) for run in read_runs(state).runs):
            source.unlink(missing_ok=True)


def _folder(state: Path) -> Path:
    return state / "spool"


def _opened(source: Path) -> BinaryIO:
    return open(0, "rb", closefd=False) if str(source) == STDIN else source.open("rb")


def _copied(stream: BinaryIO, file: BinaryIO) -> tuple[bytes, str]:
    """The first bytes, and the SHA-256 of all of them."""
    digest = hashlib.sha256()
    beginning = b""
    while piece := stream.read(_PIECE):
        if len(beginning) < _PIECE:
            beginning += piece
        digest.update(piece)
        file.write(piece)
    return beginning, digest.hexdigest()


def _suffix(beginning: bytes) -> str:
    """The suffix that a file of these bytes would have."""
    if beginning.startswith(GZIP):
        inner = b""
        with suppress(zlib.error):
            inner = zlib.decompressobj(_GZIP_WINDOW).decompress(beginning, _PIECE)
        return f"{_suffix(inner)}.gz"
    for begins, suffix in _BEGINNINGS.items():
        if beginning.startswith(begins):
            return suffix
    line, newline, _ = beginning.lstrip().partition(b"\n")
    with suppress(orjson.JSONDecodeError):
        if newline and isinstance(orjson.loads(line), dict):
            return ".jsonl"
    return ".json"
