r"""The sentences of known tools, French and English, in a log line without its wrapping.

Accents are matched loosely (`migr\S*`), because such logs arrive in several encodings.
"""

import re
from dataclasses import replace

from backend.watching.statement import Form, Statement

NUMBER = r"(?:\d{1,3}(?:[,.'\u00a0\u202f_]\d{3})+|\d{1,18})(?!\d)"
"""A whole number, its thousands set apart or not."""

_WHOLE = re.compile(NUMBER, re.ASCII)
_LARGEST = 2**63 - 1

_BATCH = rf"(?:lot|batch)\s+#?(?P<batch>{NUMBER})(?:\s*(?:/|of|sur)\s*(?P<batches>{NUMBER}))?"
_WORKED = r"(?:migr|ins\S{1,6}r|upload|upsert|trait|succ)\S*"
_TROUBLE = r"(?:erreur|exception|\S{1,6}chec|error|failed|failure)\b"

_BEGINS = Statement("plain", begins=True)
_ARRIVED = Statement("plain", arrived=True)
_FAILED = Statement("plain", arrived=False)
_COMPLETED = Statement("plain", completed=True)
_ABANDONED = Statement("plain", completed=False)
_FIGURES = Statement("plain")

_SENTENCES = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (r"\bD\S{1,6}but (?:de la )?migration\b|\bstarting migration\b", _BEGINS),
        (rf"{_TROUBLE}.{{0,80}}?\b{_BATCH}", _FAILED),
        (rf"{_TROUBLE} (?:de la )?migration du lot\b", _FAILED),
        (rf"\b{_BATCH}.{{0,40}}?\b(?:failed|{_TROUBLE})", _FAILED),
        (rf"^\W*{_BATCH}\s+{_WORKED}", _ARRIVED),
        (r"^\W*lot migr\S+ avec succ", _ARRIVED),
        (rf"\b{_BATCH}\s*\(\s*(?P<size>{NUMBER}) ", _FIGURES),
        (
            rf"\bPoints attendus\s*:\s*(?P<total>{NUMBER})"
            rf".{{0,40}}actuels\s*:\s*(?P<target>{NUMBER})",
            _FIGURES,
        ),
        (rf"\bChargement de (?P<total>{NUMBER}) vecteurs", _FIGURES),
        (rf"\bVectorisation r\S{{1,6}}ussie\s*:\s*(?P<migrated>{NUMBER})", _COMPLETED),
        (rf"{_TROUBLE} (?:de la )?migration\b|\bmigration failed\b", _ABANDONED),
        (r"\bmigration termin\S+ avec succ|\bmigration r\S{1,6}ussie", _COMPLETED),
        (r"\bmigration complete|(?-i:\bCOMPLETED\b)", _COMPLETED),
    )
)


def whole(value: object) -> int | None:
    """The number in a value such as 6500 or `6,500`; None where there is none to believe."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value <= _LARGEST else None
    if not isinstance(value, str) or not _WHOLE.fullmatch(value.strip()):
        return None
    number = int(re.sub(r"\D", "", value))
    return number if number <= _LARGEST else None


def read_sentence(text: str, form: Form) -> Statement | None:
    """What a sentence claims, or None where it is none of those known."""
    for pattern, meaning in _SENTENCES:
        found = pattern.search(text)
        if found is not None:
            return replace(meaning, form=form, figures=numbers(found))
    return None


def numbers(found: re.Match[str]) -> dict[str, int]:
    """The named groups that hold a number."""
    read = {name: whole(text) for name, text in found.groupdict().items() if text is not None}
    return {name: number for name, number in read.items() if number is not None}
