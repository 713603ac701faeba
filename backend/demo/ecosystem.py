"""Writes the sample ecosystem: generated managers, and files that are what they are."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.demo.golang import go_files
from backend.demo.papers import papers
from backend.demo.spec import ROOTS, samples

_AS_THEY_ARE = Path(__file__).with_name("files")
_WINDOWS = ("script-manager", "n8n-manager")
"""Managers whose files came from an editor on Windows: byte order mark, CRLF."""


@dataclass(frozen=True)
class Written:
    """Where the parts of the ecosystem lie."""

    managers: tuple[Path, ...]
    documents: tuple[Path, ...]
    plans: tuple[Path, ...]


def write_ecosystem(folder: Path) -> Written:
    """Write the ecosystem into a folder; the same bytes every time.

    Raises:
        OSError: It cannot be written.
    """
    shutil.copytree(_AS_THEY_ARE, folder, dirs_exist_ok=True)
    for path, data in generated():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Written(
        managers=tuple(folder / root for root in ROOTS.values()),
        documents=(folder / "docs",),
        plans=(folder / "plans",),
    )


def generated() -> Iterator[tuple[str, bytes]]:
    """Every generated file, path relative to the ecosystem and content."""
    for sample in samples().values():
        for path, text in (*go_files(sample), *papers(sample)):
            if sample.name in _WINDOWS:
                yield path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
            else:
                yield path, text.encode()
