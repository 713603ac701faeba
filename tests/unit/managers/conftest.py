"""Small ecosystems, written where a test wants them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

WriteTree = Callable[[Path, Mapping[str, str | bytes]], Path]


def _write_tree(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def write_tree() -> WriteTree:
    """Writes files below a folder, path to content, and returns the folder."""
    return _write_tree
