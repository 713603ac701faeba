"""By what a changed source is noticed without reading it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileStamp:
    """One file of a source: its name, its size in bytes, when it was last written."""

    name: str
    size: int
    modified_ns: int
