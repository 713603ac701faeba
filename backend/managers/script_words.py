"""What the text of a script tells of its calls without a grammar: names that may stand in one.

Names of comments and strings are among them: whoever wants to know has to parse the script, but
only the few scripts that hold a name of interest.
"""

import re
from collections.abc import Iterator
from itertools import chain
from sys import intern

_BEFORE_OPENING = re.compile(r"[(<`][\s\\]*+([\w$.?!\[\]:\s]+)")
"""In a text read backwards, names before the bracket, type arguments or template of a call."""

_BEFORE_METHOD = re.compile(r"\(\w+[.:]([\w$.?:\[\]]+)")
"""Names before the method's, where nothing stands between them and its bracket."""

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_COMMAND = re.compile(r"\b[A-Za-z]++-\w+")


def called_on(text: str) -> frozenset[str]:
    """Names that something may be called on: `errors` and `self` of `self.errors.report(…)`."""
    return frozenset(chain.from_iterable(_before_last(text)))


def _before_last(text: str) -> Iterator[list[str]]:
    # Backwards, a search begins at the rare bracket, and not at each of many words.
    for backwards in set(_BEFORE_OPENING.findall(text[::-1])):
        if "." in backwards or "::" in backwards:
            yield list(map(intern, _IDENTIFIER.findall(backwards[::-1])[:-1]))


def methods_on(code: str) -> frozenset[str]:
    """The same in the code of a PowerShell script: `this` and `errors` of `$this.errors.Say(1)`."""
    found = set(_BEFORE_METHOD.findall(code[::-1]))
    return frozenset(intern(name) for before in found for name in _IDENTIFIER.findall(before[::-1]))


def commands_in(text: str) -> frozenset[str]:
    """What may be commands in a PowerShell script, in lower case."""
    dashed = {word for word in text.split() if "-" in word}
    return frozenset(intern(name.lower()) for name in _COMMAND.findall(" ".join(dashed)))
