"""The keys of every action: those of the registry, or those that a settings file gives them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tui.actions import ACTIONS, MODAL, PANES, SHARED, TYPING, Action
from tui.widgets.keys import is_typed, key_named, key_words

Choice = tuple[str, tuple[str, ...], str]
"""An action, its keys as they were written, and where: `file:line`."""


@dataclass(frozen=True)
class Keymap:
    """The actions with the keys that they have.

    Attributes:
        changed: By action, where other keys than its own were given to it: `file:line`.
        problems: Why some of what was asked for does not hold, each with file and line.
    """

    actions: tuple[Action, ...] = ACTIONS
    changed: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The keys of an action, in Textual's words."""
        return next(one.keys for one in self.actions if one.id == action_id)

    def told(self, action_id: str) -> str:
        """The first key of an action, as people write it."""
        return key_words(self.keys(action_id)[0])

    def textual(self) -> dict[str, str]:
        """What Textual has to bind otherwise than its classes say."""
        return {one.id: ",".join(one.keys) for one in self.actions if one.id in self.changed}


def keymap(chosen: Sequence[Choice]) -> Keymap:
    """The registry with other keys where they were asked for.

    What cannot be had is left at the registry's keys and told: an action or a key that is not
    known, and a key that already does something else in the same place.
    """
    problems: list[str] = []
    wanted: dict[str, str] = {}
    keys: dict[str, tuple[str, ...]] = {}
    known = {action.id: action for action in ACTIONS}
    for name, written, place in chosen:
        action = known.get(name)
        if action is None:
            problems.append(f"{place}: {_unknown(name)}")
        elif why := _unusable(action, written):
            problems.append(f"{place}: {name}: {why}")
        else:
            wanted[name] = place
            keys[name] = tuple(dict.fromkeys(key_named(key) or "" for key in written))
    while True:
        actions = tuple(replace(one, keys=keys.get(one.id, one.keys)) for one in ACTIONS)
        clash = next((found for found in clashes(actions) if {*found[:2]} & wanted.keys()), None)
        if clash is None:
            break
        first, second, key = clash
        lost = second if second in wanted else first
        other = first if lost == second else second
        problems.append(f"{wanted[lost]}: {lost}: {key_words(key)} is the key of {other} too")
        del wanted[lost], keys[lost]
    return Keymap(actions, wanted, tuple(problems))


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, [known.id for known in ACTIONS], 1)
    hint = f"did you mean {near[0]}?" if near else "`passerelle config --keys` lists them"
    return f"there is no action {name!r}; {hint}"


def _unusable(action: Action, written: Sequence[str]) -> str:
    """Why an action cannot have these keys; empty where it can."""
    for one in written:
        key = key_named(one)
        if key is None:
            return f"there is no key {one!r}; write it as Ctrl+R, F5, PgUp or ?"
        if action.where in TYPING and is_typed(key):
            return f"{key_words(key)} is typed there; take one with Ctrl, or F1 to F24"
    return ""


def clashes(actions: Sequence[Action]) -> Iterator[tuple[str, str, str]]:
    """Two actions and the key that they share where both work."""
    places = [{*SHARED, name} for _, name, _ in PANES] + [{where} for where in MODAL]
    for place in places:
        taken: dict[str, str] = {}
        for action in actions:
            if action.where not in place:
                continue
            for key in action.keys:
                if key in taken:
                    yield taken[key], action.id, key
                taken[key] = action.id
