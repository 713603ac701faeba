from hypothesis import given
from hypothesis import strategies as st

from backend.gateway.steady import LOOKS, Steady


def looks(*values: str) -> list[bool]:
    steady = Steady()
    return ["x" in steady.look({"x": value}) for value in values]


def test_a_value_is_static_after_three_equal_looks() -> None:
    assert looks("1", "1", "1") == [False, False, True]


def test_a_value_that_ever_moved_is_not_static() -> None:
    assert looks("1", "1", "1", "2", "2", "2", "2")[3:] == [False] * 4


def test_a_value_that_was_away_begins_anew() -> None:
    steady = Steady()
    for _ in range(LOOKS):
        steady.look({"x": "1"})
    assert steady.look({}) == frozenset()
    assert steady.look({"x": "1"}) == frozenset()


@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=12))
def test_static_means_equal_from_the_first_look_on(values: list[str]) -> None:
    assert looks(*values)[-1] == (len(values) >= LOOKS and len(set(values)) == 1)
