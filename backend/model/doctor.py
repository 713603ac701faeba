"""Checks of the environment: what `passerelle doctor` prints."""

from typing import Literal

from backend.model.base import Frozen


class Check(Frozen):
    """One thing that works, needs a look, or does not work, and how to mend it."""

    name: str
    state: Literal["ok", "look", "fail"]
    detail: str
    remedy: str = ""


class Checks(Frozen):
    """All checks."""

    checks: tuple[Check, ...]
