import pytest

from tui.panes.called import called


@pytest.mark.parametrize(
    ("name", "others", "told"),
    [
        ("cache-manager", (), "cache"),
        ("cache-manager", ("cache-manager", "log-manager"), "cache"),
        ("cache-manager", ("cache-manager", "cache"), "cache-manager"),
        ("cache", ("cache-manager", "cache"), "cache"),
        ("-manager", (), "-manager"),
    ],
)
def test_a_short_name_means_one_manager(name: str, others: tuple[str, ...], told: str) -> None:
    assert called(name, others) == told
