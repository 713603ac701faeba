"""Managers read from text, and what is redundant among them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.discovery import discover
from backend.managers.documents import read_documents
from backend.managers.reading import read_manager
from backend.managers.redundancy import redundancies
from backend.managers.survey import distinct_roots
from backend.model.redundancy import Redundancy


@pytest.fixture
def redundant(tmp_path: Path) -> Callable[[Mapping[str, str]], Redundancy]:
    """Writes files below a folder of managers, path to content, and compares them."""

    def find(files: Mapping[str, str]) -> Redundancy:
        for name, content in files.items():
            path = tmp_path / "managers" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        roots = distinct_roots([tmp_path / "managers"])
        managers = [read_manager(found) for found in discover(roots)]
        documents = read_documents([read.found for read in managers], roots, ())
        return redundancies(managers, documents)

    return find
