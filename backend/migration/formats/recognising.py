"""Which format a file has: by its name where that tells, JSON otherwise."""

from pathlib import Path

from backend.migration.formats.format import Format, plain_suffix
from backend.model.migration import Fields

SUFFIXES = (".json", ".jsonl", ".ndjson", ".npy", ".npz", ".pkl", ".pickle", ".parquet")
"""Of files that a folder's records are looked for in, `.gz` behind them or not."""

SOURCES = "JSON, JSON Lines, pickle (these gzipped or not), .npy, .npz, Parquet"


def format_of(path: Path, fields: Fields) -> Format | None:
    """The format of a file; None for a JSON document.

    Raises:
        Refused: The name says a format that the content is not.
    """
    suffix = plain_suffix(path)
    if suffix in (".jsonl", ".ndjson"):
        from backend.migration.formats.lines import JsonLines  # noqa: PLC0415

        return JsonLines(path, fields)
    if suffix in (".npy", ".npz"):
        from backend.migration.formats.arrays import NumpyArchive, NumpyArray  # noqa: PLC0415

        return NumpyArray(path, fields) if suffix == ".npy" else NumpyArchive(path, fields)
    if suffix in (".pkl", ".pickle"):
        from backend.migration.formats.unpickling import Pickle  # noqa: PLC0415

        return Pickle(path, fields)
    if suffix == ".parquet":
        from backend.migration.formats.parquet import Parquet  # noqa: PLC0415

        return Parquet(path, fields)
    return None


def is_companion(name: str) -> bool:
    """Whether a file belongs to another one beside it and is no source by itself."""
    return name.endswith((".ids.npy", ".ids.json", ".ids.txt", ".payload.jsonl"))
