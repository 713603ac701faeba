import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.model.raci_rules import REMEDY, SEVERITY, Letters, broken, reached

NOBODY: dict[str, frozenset[str]] = {}


def rules(
    letters: Letters, *managers: str, finest: bool = True, whole: bool = True, busy: str = ""
) -> list[tuple[str, str]]:
    names = managers or sorted({name for held in letters.values() for name in held})
    found = broken(letters, names, NOBODY, finest=finest, whole=whole, busy=busy)
    return [(one.rule, one.text) for one in found]


def column(*held: str) -> Letters:
    return {"x": {f"m{place}": letter for place, letter in enumerate(held)}}


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (("R/A",), []),
        ((), []),
        (("R", "R"), [("one-a", "x: no A instead of one (R m0, m1)")]),
        (
            ("R/A", "A"),
            [("one-a", "x: 2 A instead of one (R m0; A m0, m1)")],
        ),
        (
            ("R/A", "R", "R"),
            [
                ("many-r", "x: 3 R (R m0, m1, m2; A m0)"),
                ("reach", "x: A m0 and R m1, m2 depend on one another in no way"),
            ],
        ),
        (
            ("A", "C", "C", "C", "I"),
            [
                ("no-r", "x: no R (A m0)"),
                ("many-c", "x: 3 of 5 managers are consulted (C m1, m2, m3)"),
            ],
        ),
    ],
)
def test_columns(held: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert rules(column(*held), finest=False, whole=False) == expected


def test_few_of_many_consulted_are_no_inflation() -> None:
    held = {"x": {"a": "R/A", "b": "C", "c": "C", "d": "C"}}
    many = [f"m{place}" for place in range(10)]
    assert rules(held, *many, finest=False) == []
    assert [rule for rule, _ in rules(held, *many[:9], finest=False)] == ["many-c"]


def test_who_has_neither_r_nor_a_is_idle() -> None:
    letters = {"x": {"a": "R/A", "b": "C"}}
    assert rules(letters, "a", "b", "c") == [
        ("idle", "b neither does nor answers for anything"),
        ("idle", "c neither does nor answers for anything"),
    ]
    assert rules(letters, "a", "b", "c", finest=False) == []
    assert rules(letters, "a", "b", "c", busy="bc") == []
    assert rules({"x": {}}, "a") == []


def test_who_is_in_most_phases_is_everywhere() -> None:
    letters = {
        "p": {"a": "R/A"},
        "v": {"a": "R/A", "b": "I"},
        "e": {"a": "R/A"},
        "m": {"b": "R/A"},
    }
    assert rules(letters) == [("everywhere", "a has R or A in 3 of 4: p, v, e")]
    assert rules(letters, whole=False) == []
    assert rules({"p": {"a": "R/A"}, "v": {"a": "R/A"}}) == []


def test_reach_counts_in_either_direction() -> None:
    letters = {"x": {"a": "A", "b": "R", "c": "R"}}
    reach = reached([("a", "hub"), ("hub", "b"), ("c", "a")])
    assert broken(letters, ["a", "b", "c"], reach) == ()
    (one,) = broken(letters, ["a", "b", "c"], reached([("a", "b")]))
    assert (one.rule, one.managers) == ("reach", ("a", "c"))


def test_authority_in_a_circle_is_told_once_with_its_activities() -> None:
    letters = {
        "x": {"a": "R/A", "b": "R"},
        "y": {"b": "R/A", "c": "R"},
        "z": {"c": "R/A", "a": "R"},
    }
    found = [text for rule, text in rules(letters, whole=False) if rule == "loop"]
    assert found == ["authority runs in a circle: a over b in x, b over c in y, c over a in z"]
    del letters["z"]["a"]
    assert "loop" not in [rule for rule, _ in rules(letters)]


def test_every_rule_has_a_severity_and_a_way_out() -> None:
    assert SEVERITY.keys() == REMEDY.keys()


@given(
    st.dictionaries(
        st.sampled_from("xyz"),
        st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["R", "A", "R/A", "C", "I"])),
    )
)
def test_a_column_with_one_that_does_and_answers_breaks_no_rule_of_its_own(
    letters: dict[str, dict[str, str]],
) -> None:
    sound = {activity: {"a": "R/A"} for activity in letters}
    assert {rule for rule, _ in rules(sound)} <= {"everywhere"}
    for one in broken(letters, ["a", "b", "c", "d"], NOBODY):
        assert one.rule in SEVERITY
        assert one.told
        assert set(one.managers) <= set("abcd")
