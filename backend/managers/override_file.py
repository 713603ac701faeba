"""Writing letters into `raci.toml`: only the entries asked for, everything else as it stands."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import AoT

from backend.managers.overrides import NO_PART, activity_named
from backend.managers.text import alias
from backend.model.raci import Override

_HEAD = "Letters of the responsibility matrix that people set, whatever the evidence says."

_MEND = "mend it first, nothing was written"


def save_overrides(path: Path, given: Iterable[Override], roots: Sequence[Path]) -> None:
    """Set letters: an entry of the same manager and activity is changed, others are appended.

    Comments, order and every other entry stay as they are. The file is replaced in one step.

    Args:
        path: Of the file, which need not exist yet.
        given: What to set.
        roots: Scanned folders, in which nothing is ever written.

    Raises:
        ValueError: It lies in a scanned folder, or is no TOML; nothing was written.
        OSError: It cannot be written.
    """
    place = path.resolve()
    for root in roots:
        if place.is_relative_to(root.resolve()):
            raise ValueError(
                f"{path} lies in the scanned folder {root}, in which nothing is written; "
                "name another file with --raci-file"
            )
    document = _read(path, place)
    tables = document.get("override")
    if tables is None:
        tables = tomlkit.aot()
        document.append("override", tables)
        tables = document["override"]
    if not isinstance(tables, AoT):
        raise ValueError(f"{path}: expected tables [[override]]; {_MEND}")
    for one in given:
        _set(tables, one, apart=not tomlkit.dumps(document).endswith("\n\n"))
    _write(place, tomlkit.dumps(document))


def _read(path: Path, place: Path) -> tomlkit.TOMLDocument:
    if not place.exists():
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEAD))
        return document
    try:
        return tomlkit.parse(place.read_bytes().decode("utf-8-sig"))
    except ParseError as error:
        told = f"{path}:{error.line}: not valid TOML"
    except (TOMLKitError, UnicodeDecodeError):
        told = f"{path}: not valid TOML"
    raise ValueError(f"{told}; {_MEND}")


def _set(tables: AoT, one: Override, *, apart: bool) -> None:
    """Change the entry of the same cell, or append one, `apart` from the last by an empty line."""
    values: dict[str, Any] = {
        "manager": one.manager,
        "activity": one.activity,
        "letter": one.letter or NO_PART,
        "reason": one.reason,
        "by": one.by,
        "until": one.until,
    }
    for table in tables:
        if _key(table.get("manager"), table.get("activity")) == _key(one.manager, one.activity):
            for name, value in list(values.items())[2:]:
                if value is not None:
                    table[name] = value
                elif name in table:
                    del table[name]
            return
    if len(tables) and apart:
        tables[-1].add(tomlkit.nl())
    entry = tomlkit.table()
    for name, value in values.items():
        if value is not None:
            entry.add(name, value)
    tables.append(entry)


def _key(manager: object, activity: object) -> tuple[str, str]:
    try:
        return alias(str(manager)), activity_named(str(activity))
    except ValueError:
        return alias(str(manager)), ""


def _write(place: Path, text: str) -> None:
    """Replace the file in one step, so that nobody ever reads half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, name)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
