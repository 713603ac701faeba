"""What came of the actions that a screen asked for."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen
from backend.model.request import Order


class Deed(Frozen):
    """One action on one migration.

    Attributes:
        state: `under way`; `done`; `refused`, where it was not allowed or made no sense; `failed`.
        detail: Why, in the words of the command that carried it out.
    """

    at: AwareDatetime
    run: str
    order: Order
    state: Literal["under way", "done", "refused", "failed"]
    detail: str = ""


class Actions(Frozen):
    """What this backend was asked to do, the latest first.

    Attributes:
        allowed: Whether it was started with actions allowed.
    """

    kind: Literal["actions"] = "actions"
    allowed: bool
    deeds: tuple[Deed, ...] = ()
