"""What single lines of documents state, and the same thing of several lines told once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backend.managers.documents import Document
from backend.managers.text import mended, quote
from backend.managers.troubles import QUOTED
from backend.model.finding import Evidence
from backend.model.stated import Held, Stated, Subject


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that one line names.

    Attributes:
        manager: Whose it is said to be; empty where that is not said.
        name: As written.
    """

    what: Subject
    manager: str
    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the code says of it; see `Stated`."""

    held: Held
    fact: str
    found: tuple[Evidence, ...] = ()


NOWHERE = Verdict("nowhere", "nothing of that name")


def line_of(document: Document, number: int) -> Evidence:
    """A line of a document as evidence."""
    text = quote(mended(document.lines[number - 1]))
    return Evidence(kind="document", path=document.path, line=number, text=text)


def together(said: Iterable[Said]) -> Iterator[tuple[Said, tuple[Evidence, ...]]]:
    """Each thing once, in order of its name, with every line that names it."""
    lines: dict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for one in said:
        lines[one.what, one.manager, one.name].append(one)
    for _, same in sorted(lines.items()):
        places = {(one.evidence.path, one.evidence.line): one.evidence for one in same}
        yield same[0], tuple(places[place] for place in sorted(places))


def stated(one: Said, lines: tuple[Evidence, ...], verdict: Verdict) -> Stated:
    """The thing beside what the code says of it."""
    return Stated(
        what=one.what,
        name=one.name,
        manager=one.manager,
        held=verdict.held,
        fact=verdict.fact,
        found=verdict.found[:QUOTED],
        lines=len(lines),
        evidence=lines[:QUOTED],
    )
