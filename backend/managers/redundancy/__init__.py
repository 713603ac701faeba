"""What the managers keep more than once: found, grouped, and ranked by what keeping it costs."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain

from backend.managers.beside import Work
from backend.managers.documents import Document
from backend.managers.reading import Read
from backend.managers.redundancy.claims import pattern_claims, share_claims
from backend.managers.redundancy.names import shared_names
from backend.managers.redundancy.overlap import overlaps
from backend.managers.redundancy.patterns import census
from backend.managers.redundancy.places import covered
from backend.model.redundancy import Redundancy


def redundancies(
    managers: Sequence[Read], documents: Sequence[Document], copied: bool = True
) -> Redundancy:
    """All redundancy among some managers, what costs most first; the same on every run.

    Args:
        managers: Read.
        documents: Whose claims are set beside what is found.
        copied: Whether to look for copied code too: a tenth of a first scan's time, and as much of
            each later one's.
    """
    works = redundancy_works(managers, documents, copied)
    return all_redundancy((work.do() for work in works), managers, documents)


def redundancy_works(
    managers: Sequence[Read], documents: Sequence[Document], copied: bool
) -> list[Work[Redundancy]]:
    """The same in parts, each of which can be worked out apart from the others."""
    parts = [
        partial(_patterns, managers, documents),
        partial(_overlaps, managers, documents),
        partial(_names, managers),
    ]
    if copied:
        parts.insert(0, partial(_copies, managers))  # takes longest
    return [Work(part, _dumped, Redundancy.model_validate_json) for part in parts]


def all_redundancy(
    parts: Iterable[Redundancy], managers: Sequence[Read], documents: Sequence[Document]
) -> Redundancy:
    """All parts as one."""
    parts = list(parts)
    groups = chain.from_iterable(part.groups for part in parts)
    patterns = chain.from_iterable(part.patterns for part in parts)
    return Redundancy(
        groups=tuple(sorted(groups, key=lambda group: (-group.cost.value, group.id))),
        patterns=tuple(sorted(patterns, key=lambda item: (-item.cost.value, item.id))),
        lines=sum(
            file.lines
            for read in managers
            for file in read.production
            if file.language == "Go" and not file.generated
        ),
        copied=next((part.copied for part in parts if part.copied is not None), None),
        claims=share_claims(documents),
    )


def _copies(managers: Sequence[Read]) -> Redundancy:
    from backend.managers.redundancy.copies import copies  # noqa: PLC0415  (loads rapidfuzz)

    found = copies(managers)
    lines = covered(site for group in found for site in group.sites if site.role != "test")
    return Redundancy(groups=tuple(found), copied=lines)


def _patterns(managers: Sequence[Read], documents: Sequence[Document]) -> Redundancy:
    return Redundancy(patterns=tuple(census(managers, pattern_claims(documents))))


def _overlaps(managers: Sequence[Read], documents: Sequence[Document]) -> Redundancy:
    return Redundancy(groups=tuple(overlaps(managers, documents)))


def _names(managers: Sequence[Read]) -> Redundancy:
    return Redundancy(groups=tuple(shared_names(managers)))


def _dumped(part: Redundancy) -> bytes:
    return part.model_dump_json().encode()
