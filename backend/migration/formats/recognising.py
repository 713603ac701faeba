"""Which format a file has: by its name where that tells, JSON otherwise."""

from pathlib import Path

from backend.migration.errors import Refused
from backend.migration.formats.format import Format, plain_suffix
from backend.model.migration.manner import Fields

SUFFIXES = (".json", ".jsonl", ".ndjson", ".npy", ".npz", ".pkl", ".pickle", ".parquet")
"""Of files that a folder's records are looked for in, also with `.gz` behind them."""

SOURCES = "JSON, JSON Lines, pickle (these gzipped or not), .npy, .npz, Parquet"

_UNCOMPRESSED = (".npy", ".npz", ".parquet")
"""Of formats whose files are read at any place, or are compressed by themselves."""

_BESIDE = (".ids.npy", ".ids.json", ".ids.txt", ".payload.jsonl")


def format_of(path: Path, fields: Fields) -> Format | None:
    """The format of a file; None for a JSON document.

    Raises:
        Refused: The name says a format that the content is not.
    """
    suffix = plain_suffix(path)
    if suffix in _UNCOMPRESSED and path.suffix.lower() == ".gz":
        raise Refused(
            f"{path}: {suffix} is not read through gzip", "unpack it, or write JSON Lines"
        )
    if suffix in (".jsonl", ".ndjson"):
        from backend.migration.formats.lines import JsonLines  # noqa: PLC0415

        return JsonLines(path, fields)
    if suffix == ".npy":
        from backend.migration.formats.arrays import NumpyArray  # noqa: PLC0415

        return NumpyArray(path, fields)
    if suffix == ".npz":
        from backend.migration.formats.archive import NumpyArchive  # noqa: PLC0415

        return NumpyArchive(path, fields)
    if suffix in (".pkl", ".pickle"):
        from backend.migration.formats.unpickling import Pickle  # noqa: PLC0415

        return Pickle(path, fields)
    if suffix == ".parquet":
        from backend.migration.formats.parquet import Parquet  # noqa: PLC0415

        return Parquet(path, fields)
    return None


def belongs_to(path: Path) -> Path | None:
    """The array whose ids or payload a file would hold, by its name; None for any other file."""
    for suffix in _BESIDE:
        if path.name.endswith(suffix):
            return path.with_name(path.name.removesuffix(suffix) + ".npy")
    return None
