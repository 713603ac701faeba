"""JSON Lines: a record a line; a line that is none costs itself."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from backend.migration.errors import Refused
from backend.migration.exact import loads
from backend.migration.formats.format import CANNOT_READ_ON, opened
from backend.migration.records import Flaw, Found
from backend.migration.shapes import KNOWN_FIELDS, Shape, shape_of
from backend.model.migration.manner import Fields

BOM = b"\xef\xbb\xbf"
LONGEST = 64 * 2**20
"""Bytes of one line; a longer one is no record, and memory does not grow with it."""

KEPT = 64 * 2**10
"""Bytes of such a line that are kept among the dead letters."""

_LOOKED_AT = 16


class JsonLines:
    """One `.jsonl` file, compressed or not."""

    def __init__(self, path: Path, fields: Fields) -> None:
        """Look at the first lines.

        Raises:
            Refused: None of them is a record.
        """
        self._path = path
        self.companions: tuple[Path, ...] = ()
        found = (line for line in islice(self._objects(), _LOOKED_AT) if isinstance(line, dict))
        shapes = (shape_of(line, fields) for line in found)
        shape = next((one for one in shapes if one is not None), None)
        if shape is None:
            raise Refused(
                f"{path}: no record in its first lines", f"a line is one of {KNOWN_FIELDS}"
            )
        self.shape: Shape = shape

    def contents(self) -> Iterator[Any]:
        """Each line's object, with where the line begins and its bytes."""
        return self._lines()

    def place(self, number: int) -> str:
        """`line 12`, counted from 1; each line is an entry, also an empty one."""
        return f"line {number + 1}"

    def _objects(self) -> Iterator[Any]:
        return (one.content if isinstance(one, Found) else one for one in self._lines())

    def _lines(self) -> Iterator[Any]:
        try:
            with opened(self._path) as file:
                offset = 0
                while line := file.readline(LONGEST):
                    size = len(line)
                    if size == LONGEST and not line.endswith(b"\n"):
                        flaw = Flaw("unreadable", f"a line of more than {LONGEST:,} bytes")
                        yield Found(flaw, offset, line[:KEPT], is_whole=False)
                        size += _skip_line(file)
                    else:
                        text = line if offset else line.removeprefix(BOM)
                        yield Found(_object(text), offset + size - len(text), text)
                    offset += size
        except CANNOT_READ_ON as error:
            yield Flaw("corrupt", f"it cannot be read on: {error}")


def _skip_line(file: Any) -> int:
    """Read to the end of the line; how many bytes that were."""
    size = 0
    while rest := file.readline(LONGEST):
        size += len(rest)
        if rest.endswith(b"\n"):
            break
    return size


def _object(line: bytes) -> Any:
    if not line.strip():
        return Flaw("unreadable", "an empty line")
    try:
        return loads(line)
    except ValueError as error:
        return Flaw("unreadable", f"no JSON: {error}")
