"""Ecosystems to consolidate."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.consolidation.outcome import Planner
from backend.managers.survey import survey

Tree = Mapping[str, str | bytes]
Planning = Callable[[Tree], Planner]


@pytest.fixture
def planning(write_tree: Callable[[Tree], Path]) -> Planning:
    """Writes files below a folder of managers and returns what answers questions about them."""

    def planned(files: Tree) -> Planner:
        return Planner(survey([write_tree({f"managers/{name}": t for name, t in files.items()})]))

    return planned
