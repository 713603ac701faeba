from hypothesis import given
from hypothesis import strategies as st

from backend.migration.sizing import PATIENCE, SLOW, STEPS, Sizing


def test_what_was_too_much_is_halved_once_however_many_say_so() -> None:
    sizing = Sizing(256)
    for _ in range(5):
        sizing.shrink(256)
    assert sizing.points == 128
    sizing.shrink(128)
    assert sizing.points == 64


def test_it_grows_back_in_steps_and_no_further() -> None:
    sizing = Sizing(80)
    sizing.shrink(80)
    grown = []
    for _ in range(8 * PATIENCE):
        sizing.grow(sizing.points)
        grown.append(sizing.points)
    assert grown[PATIENCE - 2 : PATIENCE] == [40, 50]
    assert grown[-1] == 80


def test_what_was_smaller_than_allowed_says_nothing_about_more() -> None:
    sizing = Sizing(80)
    sizing.shrink(80)
    for _ in range(100):
        sizing.grow(39)
    assert sizing.points == 40


@given(
    st.integers(1, 5000),
    st.lists(st.tuples(st.booleans(), st.floats(0, 1))),
)
def test_it_stays_between_one_and_the_most_and_always_comes_back(
    most: int, steps: list[tuple[bool, float]]
) -> None:
    sizing = Sizing(most)
    for went_well, share in steps:
        before = sizing.points
        sent = max(1, round(share * before))
        (sizing.grow if went_well else sizing.shrink)(sent)
        assert 1 <= sizing.points <= most
        assert went_well or sizing.points <= max(1, before // 2) or sent < before
    for _ in range(PATIENCE * (STEPS + most % STEPS + 1) + PATIENCE * STEPS):
        sizing.grow(sizing.points)
    assert sizing.points == most


def test_slow_answers_shrink_and_quick_ones_let_grow() -> None:
    sizing = Sizing(100)
    sizing.answered(100, SLOW + 0.1)
    assert sizing.points == 50
    for _ in range(PATIENCE):
        sizing.answered(50, SLOW / 2)
    assert 50 < sizing.points < 100
