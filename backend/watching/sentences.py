r"""The sentences of known tools, French and English, in a log line without its wrapping.

Accents are matched loosely (`migr\S*`), because such logs arrive in several encodings.
"""

import re
from dataclasses import dataclass, replace

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

_BATCHES = ("lot", "batch")
_TROUBLES = ("erreur", "exception", "chec", "error", "fail")
_MIGRATION = ("migration",)


@dataclass(frozen=True)
class _Sentence:
    """One sentence, in lower case.

    Attributes:
        words: One word of each group is in every such sentence: a quick look spares a slow one.
    """

    words: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]
    meaning: Statement

    def search(self, text: str) -> re.Match[str] | None:
        """The sentence in a text of lower case."""
        if all(any(word in text for word in group) for group in self.words):
            return self.pattern.search(text)
        return None


_SENTENCES = tuple(
    _Sentence(words, re.compile(pattern), meaning)
    for words, pattern, meaning in (
        ((_MIGRATION,), r"\bd\S{1,6}but (?:de la )?migration\b|\bstarting migration\b", _BEGINS),
        ((_BATCHES, _TROUBLES), rf"{_TROUBLE}.{{0,80}}?\b{_BATCH}", _FAILED),
        ((_BATCHES, _TROUBLES), rf"{_TROUBLE} (?:de la )?migration du lot\b", _FAILED),
        ((_BATCHES, _TROUBLES), rf"\b{_BATCH}.{{0,40}}?\b{_TROUBLE}", _FAILED),
        ((_BATCHES,), rf"^\W*{_BATCH}\s+{_WORKED}", _ARRIVED),
        ((_BATCHES,), r"^\W*lot migr\S+ avec succ", _ARRIVED),
        ((_BATCHES,), rf"\b{_BATCH}\s*\(\s*(?P<size>{NUMBER}) ", _FIGURES),
        (
            (("points attendus",),),
            rf"\bpoints attendus\s*:\s*(?P<total>{NUMBER})"
            rf".{{0,40}}actuels\s*:\s*(?P<target>{NUMBER})",
            _FIGURES,
        ),
        ((("chargement",),), rf"\bchargement de (?P<total>{NUMBER}) vecteurs", _FIGURES),
        (
            (("vectorisation",),),
            rf"\bvectorisation r\S{{1,6}}ussie\s*:\s*(?P<migrated>{NUMBER})",
            _COMPLETED,
        ),
        ((_MIGRATION, _TROUBLES), rf"{_TROUBLE} (?:de la )?migration\b", _ABANDONED),
        ((_MIGRATION, _TROUBLES), r"\bmigration failed\b", _ABANDONED),
        ((_MIGRATION,), r"\bmigration (?:termin\S+ avec succ|r\S{1,6}ussie|complete)", _COMPLETED),
    )
)

_TELLING = (
    *(*_BATCHES, *_MIGRATION, "points attendus", "chargement", "vectorisation"),
    *("completed", "migrated_vectors"),
)

_SHOUTED = re.compile(r"\bCOMPLETED\b")


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


def is_promising(text: str) -> bool:
    """Whether a closer look at a line may be worth it: most lines of most logs are not."""
    lower = text.lower()
    return any(word in lower for word in _TELLING)


def read_sentence(text: str, form: Form) -> Statement | None:
    """What a sentence claims, or None where it is none of those known."""
    lower = text.lower()
    for sentence in _SENTENCES:
        found = sentence.search(lower)
        if found is not None:
            return replace(sentence.meaning, form=form, figures=numbers(found))
    return replace(_COMPLETED, form=form) if _SHOUTED.search(text) else None


def numbers(found: re.Match[str]) -> dict[str, int]:
    """The named groups that hold a number."""
    read = {name: whole(text) for name, text in found.groupdict().items() if text is not None}
    return {name: number for name, number in read.items() if number is not None}
