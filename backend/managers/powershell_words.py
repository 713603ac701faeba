"""What the code of a PowerShell script tells of its calls at a glance: names that may stand in one.

Where they stand is asked of the few scripts that hold a name of interest.
"""

import re
from sys import intern

_BEFORE_METHOD = re.compile(r"\(\w+[.:]([\w$.?:\[\]]+)")
"""In code read backwards, names before the method's, and nothing between that and its bracket."""

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_COMMAND = re.compile(r"\b[A-Za-z]++-\w+")


def methods_on(code: str) -> frozenset[str]:
    """Names that something may be called on: `this` and `errors` of `$this.errors.Say(1)`."""
    found = set(_BEFORE_METHOD.findall(code[::-1]))
    return frozenset(intern(name) for before in found for name in _IDENTIFIER.findall(before[::-1]))


def commands_in(text: str) -> frozenset[str]:
    """What may be commands in a PowerShell script, in lower case."""
    dashed = {word for word in text.split() if "-" in word}
    return frozenset(intern(name.lower()) for name in _COMMAND.findall(" ".join(dashed)))
