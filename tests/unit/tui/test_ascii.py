"""In ASCII every sign of the screen's own has a stand-in of its own width."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

import tui
from tui.widgets.ascii import _GLYPHS, ascii_only

SOURCES = [
    source
    for folder in ("panes", "screens", "widgets")
    for source in sorted(Path(next(iter(tui.__path__)), folder).rglob("*.py"))
]
"""What draws; commands and exports write elsewhere."""


def written(source: Path) -> Iterator[str]:
    """The texts of a module that may reach the screen: all but docstrings."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    said = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_sign_has_a_stand_in(source: Path) -> None:
    signs = {char for text in written(source) for char in text if not char.isascii()}
    assert sorted(sign for sign in signs if ascii_only(sign) == "?" and sign not in _GLYPHS) == []


def test_stand_ins_are_as_wide_as_what_they_stand_for() -> None:
    for sign, other in _GLYPHS.items():
        assert other.isascii()
        assert cell_len(sign) == cell_len(other) == 1
    assert cell_len(ascii_only("漢字 é ‹202E›")) == cell_len("漢字 é ‹202E›")
