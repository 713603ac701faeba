"""The files of a source, each recognised, or why it cannot be."""

import zlib
from dataclasses import dataclass
from pathlib import Path

from backend.migration.depth import Shallow
from backend.migration.errors import Refused
from backend.migration.formats.format import Format, opened, plain_suffix
from backend.migration.formats.recognising import SOURCES, SUFFIXES, belongs_to, format_of
from backend.migration.jsonstream import JsonStream
from backend.migration.records import Flaw
from backend.migration.shapes import KNOWN_SHAPES, Recognised, recognise
from backend.model.migration.manner import Fields

_NAME_ONE = f"name a file or a folder of them: {SOURCES}"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class File:
    """One file of a source.

    Attributes:
        name: As text, even where the file system allows names that are none.
        what: Its shape, how it is read where it is no JSON document, or why it cannot be.
    """

    path: Path
    name: str
    what: Recognised | Format | Flaw


def files_of(path: Path, fields: Fields) -> tuple[File, ...]:
    """A file, or every file of a folder that may hold vectors.

    Raises:
        Refused: Nothing there can be moved, and why.
    """
    if _is_folder(path):
        return _in_folder(path, fields)
    return (File(path, as_text(path.name), _recognised(path, fields)),)


def as_text(path: Path | str) -> str:
    """A path, also one that is no text."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def why(error: BaseException) -> str:
    """What the system says of an error."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def unreadable(path: Path, error: OSError) -> Refused:
    """That a file cannot be read, and what to do about it."""
    remedy = _NAME_ONE
    if isinstance(error, PermissionError):
        remedy = "let this account read it, or name another source"
    return Refused(f"{as_text(path)}: cannot be read: {why(error)}", remedy)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise unreadable(path, error) from None


def _in_folder(folder: Path, fields: Fields) -> tuple[File, ...]:
    files: list[File] = []
    try:
        paths = sorted(path for path in folder.iterdir() if _may_hold_vectors(path))
    except OSError as error:
        raise unreadable(folder, error) from None
    for path in paths:
        what: Recognised | Format | Flaw
        try:
            what = _recognised(path, fields)
        except Refused as refusal:
            what = Flaw("unreadable", f"{refusal}{_lonely(path)}")
        files.append(File(path, as_text(path.name), what))
    if all(isinstance(file.what, Flaw) for file in files):
        kinds = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        first = next((file.what for file in files), Flaw("unreadable", f"it holds no {kinds}"))
        reason = first.reason if isinstance(first, Flaw) else ""
        raise Refused(
            f"{as_text(folder)}: nothing in this folder can be moved: {reason}", _NAME_ONE
        )
    return tuple(files)


def _lonely(path: Path) -> str:
    array = belongs_to(path)
    return f"; by its name it belongs to {array.name}, which is not there" if array else ""


def _may_hold_vectors(path: Path) -> bool:
    array = belongs_to(path)
    return plain_suffix(path) in SUFFIXES and (array is None or not array.is_file())


def _recognised(path: Path, fields: Fields) -> Recognised | Format:
    try:
        found = format_of(path, fields)
        if found is not None:
            return found
        with opened(path) as file:
            beginning = file.read(2)
            if not beginning:
                raise Refused(f"{as_text(path)}: found nothing: it is empty", KNOWN_SHAPES)
            if beginning in _UTF_16:
                raise Refused(f"{as_text(path)}: found UTF-16 text", "save it as UTF-8")
            file.seek(0)
            return recognise(Shallow(JsonStream(file)), as_text(path), fields)
    except (EOFError, zlib.error) as error:
        raise Refused(f"{as_text(path)}: cannot be read: {error}", _NAME_ONE) from None
    except OSError as error:
        raise unreadable(path, error) from None
