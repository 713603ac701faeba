"""Who answers a call: a name leads to a manager, and its functions say whether it can be meant."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from backend.managers.calls import Call
from backend.managers.reading import REMEMBERED, Read


def answered_elsewhere(calls: Iterable[Call], managers: Iterable[Read]) -> Iterator[Call]:
    """The calls that can reach the manager they seem to.

    `configManager.Reload()` is a call within its own manager where that has a `Reload` and the
    configuration manager has none. Where neither has one, the name is believed.
    """
    known = {read.name: read for read in managers}
    for call in calls:
        caller, target = known.get(call.source), known.get(call.target)
        own = caller is not None and call.called in _functions(caller)
        if not own or target is None or call.called in _offered(target):
            yield call


@lru_cache(maxsize=REMEMBERED)
def _functions(read: Read) -> frozenset[str]:
    """What a manager has of functions and methods outside tests."""
    return frozenset(function.name for file in read.production for function in file.functions)


@lru_cache(maxsize=REMEMBERED)
def _offered(read: Read) -> frozenset[str]:
    """The same, and what its interfaces ask of others."""
    asked = (
        member.name
        for file in read.production
        for kind in file.types
        if kind.form == "interface"
        for member in kind.members
    )
    return _functions(read).union(asked)
