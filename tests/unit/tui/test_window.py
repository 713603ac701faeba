"""Which part of a list is shown."""

import pytest

from tui.widgets.window import scrolled


@pytest.mark.parametrize(
    ("top", "at", "page", "total", "expected"),
    [(0, 3, 5, 10, 0), (0, 5, 5, 10, 1), (4, 2, 5, 10, 2), (9, 9, 5, 10, 5), (5, 0, 5, 3, 0)],
)
def test_a_view_moves_least(top: int, at: int, page: int, total: int, expected: int) -> None:
    assert scrolled(top, at, page, total) == expected
