"""Dead letters: what stood where a record could not be written, so that it can be mended."""

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
from pydantic import JsonValue

from backend.model.migration import DeadLetter

_NO_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}

LONGEST = 64 * 1024
"""Characters of a record that are kept; of a longer one its beginning, as text."""


def kept_content(content: Any) -> str:
    """What a parsed record holds, as the journal keeps it.

    Numbers that JSON has not are told as text: `"NaN"`, `"-Infinity"`.
    """
    try:
        told = _plain(content)
        text = json.dumps(told, ensure_ascii=False)
    except RecursionError:  # deeper than anybody could mend
        return ""
    if len(text) > LONGEST:
        return _kept({"text": text[:LONGEST], "characters": len(text)})
    return _kept({"content": told})


def kept_bytes(raw: bytes) -> str:
    """What stood in a file where no record could be read; bytes that are no UTF-8 one by one."""
    if not raw:
        return ""
    try:
        text, encoding = raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = raw.decode("latin-1"), "latin-1"
    told: dict[str, JsonValue] = {"text": text[:LONGEST], "encoding": encoding}
    return _kept(told | ({"characters": len(text)} if len(text) > LONGEST else {}))


def kept_point(body: bytes) -> str:
    """A point that the target refused, from the bytes that were sent."""
    if body.startswith(b"{"):
        return kept_content(orjson.loads(body))
    # loaded for a refusal alone
    from qdrant_client.conversions.conversion import GrpcToRest  # noqa: PLC0415
    from qdrant_client.grpc import UpsertPoints  # noqa: PLC0415

    (point,) = map(GrpcToRest.convert_point_struct, UpsertPoints.FromString(body).points)
    return kept_content(point.model_dump(mode="json"))


def letters(journal: Path) -> Iterator[DeadLetter]:
    """Every record of a run that was not written, in the source's order.

    Raises:
        sqlite3.Error: It is no journal of this version.
    """
    with closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT record, place, id, kind, reason, content FROM failures ORDER BY record"
        )
        for record, place, identity, kind, reason, content in rows:
            told = json.loads(content) if content else {}
            yield DeadLetter(
                record=record, place=place, id=identity, kind=kind, reason=reason, **told
            )


def letter_lines(journal: Path) -> Iterator[str]:
    """The same as JSON lines."""
    for letter in letters(journal):
        yield letter.model_dump_json(exclude_defaults=True)


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


def _kept(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _plain(value: Any) -> Any:
    """What JSON can say: arrays as lists, and the numbers it has not as text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):  # an array of numpy's, or one of its numbers
        return _plain(value.tolist())
    if value is None or isinstance(value, str | int):
        return value
    if hasattr(value, "__float__"):  # decimals of the JSON reader among them
        number = float(value)
        return number if math.isfinite(number) else _NO_NUMBERS[str(number)]
    return str(value)
