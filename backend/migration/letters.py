"""Dead letters: what stood where a record could not be written, so that it can be mended."""

import json
import math
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from backend.migration.done import Failure
from backend.model.migration.dead_letter import DeadLetter

_NO_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}

LARGEST = 16 * 2**20
"""Characters of a record that are kept whole; of a longer one its beginning, as text.

The engine's memory grows with it, and with no source."""

BEGINNING = 64 * 1024
"""Characters that are kept of what is kept no more."""

EXCERPT = 240
"""Characters of a record that a screen shows."""

_ITEMS, _SHORT, _TEXT = 3, 6, 80
_LONGEST_CHARACTER = 3
"""Bytes of a UTF-8 character whose last is missing."""


def kept_content(content: Any, *, is_sent: bool = False) -> str:
    """What a parsed record holds, as the journal keeps it.

    Numbers that JSON has not are told as text: `"NaN"`, `"-Infinity"`.

    Args:
        content: As the parser gave it.
        is_sent: Whether it is what was sent, rather than what was read.
    """
    sent = {"sent": True} if is_sent else {}
    try:
        told = _plain(content)
        text = json.dumps(told, ensure_ascii=False)
    except RecursionError:  # deeper than anybody could mend
        return ""
    if len(text) > LARGEST:
        return _kept({"text": text[:BEGINNING], "characters": len(text), **sent})
    return _kept({"content": told, **sent})


def kept_bytes(raw: bytes, *, is_whole: bool = True) -> str:
    """What stood in a file where no record could be read; bytes that are no UTF-8 one by one.

    Args:
        raw: What was read of it.
        is_whole: Whether that is everything; else nobody knows how much there is.
    """
    if not raw:
        return ""
    try:
        text, encoding = raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # What is not whole may end within a character, and only that is left out.
        if is_whole or len(raw) - error.start > _LONGEST_CHARACTER:
            text, encoding = raw.decode("latin-1"), "latin-1"
        else:
            text, encoding = raw[: error.start].decode("utf-8"), "utf-8"
    if len(text) > LARGEST and is_whole:
        cut: dict[str, JsonValue] = {"text": text[:BEGINNING], "encoding": encoding}
        return _kept(cut | {"characters": len(text)})
    told: dict[str, JsonValue] = {"text": text, "encoding": encoding}
    return _kept(told if is_whole else told | {"characters": -1})


def kept_raw(raw: bytes, *, is_whole: bool = True) -> str:
    """What a record holds by its own bytes, so that what its parser left out is told too."""
    if is_whole:
        try:
            return kept_content(json.loads(raw, parse_constant=str))
        except (ValueError, RecursionError):
            pass
    return kept_bytes(raw.rstrip(b"\r\n"), is_whole=is_whole)


def shortened(kept: str) -> str:
    """The beginning of what is kept, where there is no room for more."""
    if len(kept) <= BEGINNING:
        return kept
    told = json.loads(kept)
    if "content" in told:
        text = json.dumps(told.pop("content"), ensure_ascii=False)
    else:
        text = told["text"]
    return _kept({"characters": len(text), **told, "text": text[:BEGINNING]})


def excerpt_of(kept: str) -> str:
    """A few values of what is kept, on one line, for a screen."""
    told = json.loads(kept) if kept else {}
    text = _brief(told["content"]) if "content" in told else told.get("text", "").strip()
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"


def append_letters(journal: Path, failures: Sequence[Failure]) -> None:
    """Write what failed behind the dead letters that are there already.

    Before the journal knows of them: what a killed process leaves is never too little, and the
    next one writes the file anew from the journal.

    Raises:
        OSError: They cannot be written.
    """
    descriptor = os.open(letters_path(journal), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        for one in failures:
            about = (one.record, one.place, one.id, one.flaw.kind, one.flaw.reason)
            file.write(_line(_letter((*about, one.content, one.offset))).encode() + b"\n")


def letters(journal: Path) -> Iterator[DeadLetter]:
    """Every record of a run that was not written, in the source's order.

    Raises:
        sqlite3.Error: It is no journal of this version.
    """
    with closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT record, place, id, kind, reason, content, offset FROM failures ORDER BY record"
        )
        for row in rows:
            yield _letter(row)


def letter_lines(journal: Path) -> Iterator[str]:
    """The same as JSON lines."""
    for letter in letters(journal):
        yield _line(letter)


def letters_path(journal: Path) -> Path:
    """The file of a run's dead letters, beside its journal."""
    return journal.with_suffix(".dead-letters.jsonl")


def write_letters(journal: Path) -> Path | None:
    """Write a run's dead letters beside its journal, whole or not at all, for its owner alone.

    Returns:
        The file; None where there are none.

    Raises:
        OSError: It cannot be written.
    """
    path = letters_path(journal)
    draft = path.with_suffix(".new")
    empty = True
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8") as file:
        for line in letter_lines(journal):
            file.write(line + "\n")
            empty = False
    if empty:
        draft.unlink()
        path.unlink(missing_ok=True)
        return None
    draft.replace(path)
    return path


def _letter(row: Sequence[Any]) -> DeadLetter:
    """A letter of record, place, id, kind, reason, what is kept, and offset."""
    *about, content, offset = row
    told = json.loads(content) if content else {}
    names = ("record", "place", "id", "kind", "reason")
    return DeadLetter(**dict(zip(names, about, strict=True)), offset=offset, **told)


def _line(letter: DeadLetter) -> str:
    return letter.model_dump_json(exclude_defaults=True)


def _brief(value: Any) -> str:
    """JSON with the middle of long lists and texts left out, and said so."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {_brief(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        if len(value) <= _SHORT:
            return f"[{', '.join(map(_brief, value))}]"
        odd = next((n for n, each in enumerate(value[_ITEMS:], _ITEMS) if isinstance(each, str)), 0)
        shown = [
            *map(_brief, value[:_ITEMS]),
            *([f"… [{odd}] {_brief(value[odd])}"] if odd else []),
        ]
        return f"[{', '.join(shown)}, … {len(value):,} in all]"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _TEXT else f'{text[:_TEXT]}…"'


def _kept(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _plain(value: Any) -> Any:
    """What JSON can say: arrays as lists, and the numbers it has not as text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):  # an array of numpy's, or one of its numbers
        # 32-bit floats have no more digits than they have as text.
        is_single = getattr(value, "dtype", None) == "float32"
        return _plain((value.astype(str).astype(float) if is_single else value).tolist())
    if value is None or isinstance(value, str | int):
        return value
    if hasattr(value, "__float__"):  # decimals of the JSON reader among them
        number = float(value)
        return number if math.isfinite(number) else _NO_NUMBERS[str(number)]
    return str(value)
