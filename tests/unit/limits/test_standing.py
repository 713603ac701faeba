"""The states of an alert: properties of every history, and the ways people know."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.limits.standing import Standing, step
from backend.model.alerts import Verdict

HOLD, CLEAR = 30.0, 60.0
VERDICTS = st.sampled_from(["within", "beyond", "beyond", "cannot tell", "idle"])
HISTORIES = st.lists(st.tuples(st.floats(0.5, 40.0), VERDICTS), min_size=1, max_size=40)

History = list[tuple[float, Verdict]]


def walk(history: History) -> list[tuple[float, Verdict, Standing]]:
    """The standing after each verdict; times are seconds since the one before."""
    now, standing, seen = 0.0, None, []
    for seconds, verdict in history:
        now += seconds
        standing = step(standing, verdict, now, HOLD, CLEAR)
        seen.append((now, verdict, standing))
    return seen


def states(*history: tuple[float, Verdict]) -> list[str]:
    return [standing.state for _, _, standing in walk(list(history))]


def unbroken(seen: list[tuple[float, Verdict, Standing]], kinds: tuple[str, ...]) -> float:
    """How long the verdicts up to the last one have all been of these kinds."""
    began = seen[-1][0]
    for at, verdict, _ in reversed(seen):
        if verdict not in kinds:
            break
        began = at
    return seen[-1][0] - began


@given(HISTORIES)
def test_only_an_unbroken_row_beyond_fires(history: History) -> None:
    seen = walk(history)
    for place, (before, after) in enumerate(pairwise(seen), 2):
        if before[2].state != "firing" and after[2].state == "firing":
            assert unbroken(seen[:place], ("beyond",)) >= HOLD


@given(HISTORIES)
def test_only_an_unbroken_row_without_beyond_and_doubt_resolves(
    history: History,
) -> None:
    seen = walk(history)
    for place, (before, after) in enumerate(pairwise(seen), 2):
        if before[2].state == "firing" and after[2].state != "firing":
            assert after[2].state == "resolved"
            assert unbroken(seen[:place], ("within", "idle")) >= CLEAR


@given(HISTORIES)
def test_beyond_for_long_enough_always_fires(history: History) -> None:
    seen = walk(history)
    for place in range(1, len(seen) + 1):
        if seen[place - 1][1] == "beyond" and unbroken(seen[:place], ("beyond",)) >= HOLD:
            assert seen[place - 1][2].state == "firing"


@given(HISTORIES)
def test_doubt_is_never_ok(history: History) -> None:
    for _, verdict, standing in walk(history):
        if verdict == "cannot tell":
            assert standing.state in ("unknown", "firing")
        if standing.state == "ok":
            assert verdict == "within"
        if standing.state == "pending":
            assert verdict == "beyond"


@given(HISTORIES)
def test_a_state_begins_when_it_changes_and_only_then(history: History) -> None:
    for before, after in pairwise(walk(history)):
        changed = before[2].state != after[2].state
        assert after[2].since == (after[0] if changed else before[2].since)


def test_one_spike_does_not_page() -> None:
    assert states((1, "within"), (1, "beyond"), (1, "within")) == [
        "ok",
        "pending",
        "ok",
    ]


def test_two_spikes_with_doubt_between_do_not_page() -> None:
    assert states((1, "beyond"), (20, "cannot tell"), (20, "beyond")) == [
        "pending",
        "unknown",
        "pending",
    ]


def test_the_whole_way_and_back() -> None:
    assert states(
        (1, "within"),
        (1, "beyond"),
        (30, "beyond"),
        (1, "within"),
        (59, "within"),
        (1, "within"),
        (59, "within"),
        (1, "within"),
    ) == ["ok", "pending", "firing", "firing", "firing", "resolved", "resolved", "ok"]


def test_falling_silent_resolves_nothing() -> None:
    assert (
        states((1, "beyond"), (30, "beyond"), (1, "cannot tell"), (600, "cannot tell"))[1:]
        == ["firing"] * 3
    )


def test_a_relapse_while_resolved_must_last_again() -> None:
    history: History = [(1, "beyond"), (30, "beyond"), (1, "within"), (60, "within")]
    assert states(*history, (1, "beyond"), (29, "beyond"), (1, "beyond"))[-4:] == [
        "resolved",
        "pending",
        "pending",
        "firing",
    ]


def test_without_a_hold_the_first_verdict_fires() -> None:
    assert step(None, "beyond", 0.0, 0.0, CLEAR).state == "firing"
