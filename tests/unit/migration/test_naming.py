from datetime import UTC, datetime

import pytest

from backend.migration.errors import Refused
from backend.migration.naming import LONGEST, check_name, staging_name

MOMENT = datetime(2026, 11, 22, 14, 2, 7, tzinfo=UTC)


def is_taken(name: str, *, in_place: bool = True) -> bool:
    """Whether a collection may have this name."""
    try:
        check_name(name, in_place=in_place)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("name", ["tasks", "tâches été", "a" * LONGEST, "moved 7f", "a.b"])
def test_what_qdrant_takes_is_taken(name: str) -> None:
    assert is_taken(name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "a name is needed"),
        ("a/b", "collection: '/' is not allowed"),
        ("a\0b", r"'\\x00' is not allowed"),
        ("..", r"'\.\.' is not allowed"),
        ("é" * 128, "256 bytes is longer than Qdrant's 255"),
    ],
)
def test_what_it_does_not_take_is_refused(name: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        check_name(name)


def test_the_time_of_the_start_counts_where_it_is_added() -> None:
    longest = "a" * (LONGEST - len(staging_name("", MOMENT)))
    assert is_taken(longest, in_place=False)
    assert len(staging_name(longest, MOMENT)) == LONGEST
    assert is_taken(longest + "a")
    with pytest.raises(Refused, match="and 17 for the time of the start"):
        check_name(longest + "a", in_place=False)
