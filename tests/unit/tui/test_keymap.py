import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import Keys, _character_to_key

from backend.config.keys import Chosen
from tui.actions import ACTIONS
from tui.keymap import Keymap, clashes, keymap
from tui.widgets.keys import is_typed, key_named, key_words

BY_ID = {action.id: action for action in ACTIONS}


def chosen(**keys: str | list[str]) -> list[Chosen]:
    """Entries as a file has them, one a line; `_` stands for `-`."""
    return [
        Chosen(name.replace("_", "-"), tuple([value] if isinstance(value, str) else value),
               f"keys.toml:{line}")
        for line, (name, value) in enumerate(keys.items(), 2)
    ]  # fmt: skip


@pytest.mark.parametrize("code", range(0x21, 0x7F))
def test_every_ascii_key_has_the_name_that_textual_sends(code: int) -> None:
    char = chr(code)
    assert key_named(char) == _character_to_key(char)
    assert key_words(key_named(char) or "") == char


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Ctrl+R", "ctrl+r"),
        ("ctrl+shift+left", "ctrl+shift+left"),
        ("Shift+G", "G"),
        ("shift+tab", "shift+tab"),
        ("Esc", "escape"),
        ("PgUp", "pageup"),
        ("page up", None),
        ("F12", "f12"),
        ("F25", None),
        (" ", "space"),
        ("Space", "space"),
        ("question_mark", "question_mark"),
        ("+", "plus"),
        ("Ctrl++", "ctrl+plus"),
        ("Ctrl+I", "tab"),
        ("Ctrl+Ctrl+a", None),
        ("Hyper+a", None),
        ("nonsense", None),
        ("", None),
        ("\x1b", None),
        ("é", "é"),
        ("↑", "up"),
    ],
)
def test_keys_are_understood_as_people_write_them(written: str, named: str | None) -> None:
    assert key_named(written) == named


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_none(text: str) -> None:
    named = key_named(text)
    if named is not None:
        assert key_words(named)
        assert key_named(named) == named or not named.isascii() or not text.isascii()


def test_keys_that_the_registry_uses_are_known_to_textual() -> None:
    textual = {key.value for key in Keys}
    for action in ACTIONS:
        for key in action.keys:
            assert key_named(key) == key
            assert key in textual or is_typed(key)


def test_a_key_moves_and_the_others_stay() -> None:
    found = keymap(chosen(theme="F2", up=["Up", "w"]))
    assert found.problems == ()
    assert found.keys("theme") == ("f2",)
    assert found.keys("up") == ("up", "w")
    assert found.told("theme") == "F2"
    assert found.textual() == {"theme": "f2", "up": "up,w"}
    assert found.changed == {"theme": "keys.toml:2", "up": "keys.toml:3"}
    assert found.keys("quit") == BY_ID["quit"].keys


def test_two_actions_may_swap_their_keys() -> None:
    found = keymap(chosen(pause="t", theme="p"))
    assert found.problems == ()
    assert (found.keys("pause"), found.keys("theme")) == (("t",), ("p",))


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("qiut", "Q", "keys.toml:2: there is no action 'qiut'; did you mean quit?"),
        ("quit", "Hyper+Q", "keys.toml:2: quit: there is no key 'Hyper+Q'"),
        ("theme", "p", "keys.toml:2: theme: p is the key of pause too"),
        ("theme", "X", "keys.toml:2: theme: X is the key of run-abort too"),
        ("turn_back", "q", "keys.toml:2: turn-back: q is typed there"),
    ],
)
def test_what_cannot_be_had_is_told_with_its_line_and_the_rest_holds(
    name: str, key: str, said: str
) -> None:
    found = keymap([*chosen(**{name: key}), *chosen(slower="F3")])
    assert len(found.problems) == 1
    assert said in found.problems[0]
    assert found.keys("slower") == ("f3",)
    assert [one for one in found.actions if one.id != "slower"] == [
        one for one in ACTIONS if one.id != "slower"
    ]


def test_keys_of_two_panes_may_be_the_same() -> None:
    assert keymap(chosen(matrix="X", bodies="X")).problems == ()


def test_a_choice_that_is_dropped_may_cost_another() -> None:
    found = keymap(chosen(pause="q", theme="p"))
    assert found.problems == (
        "keys.toml:2: pause: q is the key of quit too",
        "keys.toml:3: theme: p is the key of pause too",
    )
    assert found.actions == Keymap().actions


@given(st.dictionaries(st.sampled_from(sorted(BY_ID)), st.sampled_from("abcpqrtzX/?"), max_size=8))
def test_whatever_is_chosen_no_two_actions_share_a_key(keys: dict[str, str]) -> None:
    found = keymap([Chosen(name, (key,), "f:1") for name, key in keys.items()])
    assert list(clashes(found.actions)) == []
    assert len(found.problems) + len(found.changed) == len(keys)
