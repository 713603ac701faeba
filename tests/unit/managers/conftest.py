"""Small ecosystems, written where a test wants them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.scan import scan
from backend.model.ecosystem import Ecosystem


@pytest.fixture
def write_tree(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes files below `tmp_path`, path to content, and returns the folder `managers` there."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "managers"

    return write


@pytest.fixture
def scanned(
    write_tree: Callable[[Mapping[str, str | bytes]], Path],
) -> Callable[[Mapping[str, str | bytes]], Ecosystem]:
    """Writes files below a folder of managers and scans it."""

    def write_and_scan(files: Mapping[str, str | bytes]) -> Ecosystem:
        return scan([write_tree({f"managers/{name}": text for name, text in files.items()})])

    return write_and_scan
