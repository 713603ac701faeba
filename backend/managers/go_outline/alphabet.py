"""The symbols that Go's code is judged by: any name is the same as any other, so is any literal."""

import numpy as np
from numpy.typing import NDArray

from backend.managers.go_tokens import FORMS
from backend.managers.tokens import LITERAL, NAME

NOTHING, STRING, NUMBER = 0, LITERAL, 3
"""What is no token of Go; texts; numbers and all other literals. `NAME` is a symbol, too."""

_WORDS = """
break case chan const continue default defer else fallthrough for func go goto if import interface
map package range return select struct switch type var make new nil
"""
_SIGNS = ":= <- ... ++ += == ( ) [ ] { } . , ; : = ! + - * & | ^ ~"
_KEPT = (*_WORDS.split(), *_SIGNS.split())
"""Keywords, words that the grammar treats like them, and signs: symbols of their own."""

_ALIKE = {
    "++": "--",
    "+=": "-= *= /= %= &= |= ^= <<= >>= &^=",
    "==": "!= < <= > >= / % << >> &^ && ||",
}
"""Signs that may stand where another may and nowhere else: they are the same symbol."""

SYMBOLS = {word: NUMBER + 1 + number for number, word in enumerate(_KEPT)}
"""Of keywords and signs; up to `len(TEXTS)`."""

TEXTS = ("", "a", '""', "0", *_KEPT)
"""What the grammar is shown for each symbol."""


def _by_form() -> NDArray[np.uint8]:
    own = SYMBOLS | {"true": NUMBER, "false": NUMBER}
    own |= {sign: SYMBOLS[one] for one, signs in _ALIKE.items() for sign in signs.split()}
    symbols = np.zeros(0x100, np.uint8)
    symbols[[*FORMS.values()]] = [own.get(word, NAME) for word in FORMS]
    symbols[[NAME, LITERAL]] = NAME, NUMBER
    return symbols


BY_FORM = _by_form()
"""Symbols by normal form of tokens."""


def among(*symbols: str | int) -> NDArray[np.bool_]:
    """Of each symbol, whether it is one of some, or of some keywords and signs."""
    found = np.zeros(0x100, np.bool_)
    found[[SYMBOLS[one] if isinstance(one, str) else one for one in symbols]] = True
    return found
