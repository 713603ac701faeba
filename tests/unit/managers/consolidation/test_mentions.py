import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.consolidation.mentions import members, own_mentions, taken_names

SOURCE = b"""package a

type Config struct{ Next *Config }

func (c Config) Load() Config { return c }

type Other struct {
	Config
	Config2 other.Config
	named   Config
}

func Use(Config int, c *Config) {
	var Config = Other{Config: c.Load()}
	keys := map[Kind]int{Config: 1}
	_ = x.Config
	_ = other.Limit + Limit
}
"""


def test_own_names_are_told_from_fields_members_and_new_variables() -> None:
    assert sorted(own_mentions(SOURCE, {"Config"})) == [
        ("Config", 8),
        ("Config", 10),
        ("Config", 13),
        ("Config", 15),
    ]
    assert list(own_mentions(SOURCE, {"Limit"})) == [("Limit", 17)]


def test_what_a_leaving_declaration_says_leaves_with_it() -> None:
    assert ("Config", 8) not in set(own_mentions(SOURCE, {"Config", "Other"}))


def test_members_are_those_behind_the_package() -> None:
    assert sorted(members(SOURCE, "other")) == [("Config", 9), ("Limit", 17)]
    assert list(members(SOURCE, "nothing")) == []


@pytest.mark.parametrize(
    ("leaving", "gone", "kept", "free"),
    [
        (set(), {}, {"Config", "other", "x", "Limit", "keys"}, {"named"}),
        ({"Limit"}, {"other": {"Config"}}, {"other"}, {"Limit"}),
        (set(), {"other": {"Config", "Limit"}}, {"Limit"}, {"other"}),
    ],
)
def test_names_that_a_file_goes_on_to_say(
    leaving: set[str], gone: dict[str, set[str]], kept: set[str], free: set[str]
) -> None:
    taken = set(taken_names(SOURCE, leaving, gone))
    assert kept <= taken
    assert not free & taken


def test_a_new_variable_goes_on_where_the_name_that_it_hides_leaves() -> None:
    assert "Config" in set(taken_names(SOURCE, {"Config"}, {}))
    assert "Limit" not in set(taken_names(SOURCE, {"Limit"}, {}))


@pytest.mark.parametrize("name", ["Config", "other"])
@given(cut=st.integers(0, len(SOURCE)))
def test_broken_files_give_an_answer(name: str, cut: int) -> None:
    lines = SOURCE[:cut].count(b"\n") + 1
    assert all(1 <= line <= lines for _, line in own_mentions(SOURCE[:cut], {name}))
    assert all(1 <= line <= lines for _, line in members(SOURCE[:cut], name))
    assert all(taken_names(SOURCE[:cut], {name}, {name: {name}}))
