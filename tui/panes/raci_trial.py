"""Letters that are tried in place of those in force, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.model.raci import Letter, Override

LETTERS: tuple[Letter | None, ...] = (None, "R", "A", "R/A", "C", "I")
"""In the order in which a key goes through them."""

Tried = Mapping[tuple[str, str], "Letter | None"]
"""Manager and activity to the letter that is tried; None for no part."""

_UNTIL = re.compile(r"^(?P<reason>.*\S)\s+until\s+(?P<day>\d{4}-\d\d-\d\d)$")


class Trial:
    """What is tried; nothing of it is saved yet.

    Attributes:
        letters: By manager and activity, in the order in which they were changed.
    """

    def __init__(self) -> None:
        self.letters: dict[tuple[str, str], Letter | None] = {}

    def step(self, key: tuple[str, str], held: Letter | None, by: int) -> None:
        """Try the next letter (1) or the one before (-1); that in force is tried no longer.

        Args:
            key: Manager and activity.
            held: The letter in force there.
            by: Steps.
        """
        place = LETTERS.index(self.letters.pop(key, held))
        wanted = LETTERS[(place + by) % len(LETTERS)]
        if wanted != held:
            self.letters[key] = wanted

    def undo(self) -> bool:
        """Take back the letter that was changed last; False where there is none."""
        if not self.letters:
            return False
        self.letters.popitem()
        return True

    def settle(self, held: Callable[[str, str], Letter | None]) -> None:
        """Try no longer what is in force by now."""
        for key, letter in list(self.letters.items()):
            if held(*key) == letter:
                del self.letters[key]


def overrides(tried: Tried, said: str, by: str) -> tuple[Override, ...]:
    """What is tried as entries of the user's file.

    Args:
        tried: Manager and activity to letter.
        said: The reason, and `until 2027-01-31` behind it where it shall end by itself.
        by: Who sets it.

    Raises:
        ValueError: The day is none.
    """
    from backend.model.raci import Override  # noqa: PLC0415 (first paint goes without)

    found = _UNTIL.match(said.strip())
    reason, until = said.strip(), None
    if found:
        reason = found["reason"]
        try:
            until = date.fromisoformat(found["day"])
        except ValueError:
            raise ValueError(f"{found['day']} is no day; expected one such as 2027-01-31") from None
    return tuple(
        Override(
            manager=manager, activity=activity, letter=letter, reason=reason, by=by, until=until
        )
        for (manager, activity), letter in tried.items()
    )
