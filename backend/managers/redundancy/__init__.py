"""What the managers keep more than once: found, grouped, and ranked by what keeping it costs."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from backend.managers.beside import beside
from backend.managers.documents import Document
from backend.managers.known import APART
from backend.managers.reading import Read
from backend.managers.redundancy.claims import pattern_claims, share_claims
from backend.managers.redundancy.names import shared_names
from backend.managers.redundancy.overlap import overlaps
from backend.managers.redundancy.patterns import census
from backend.managers.redundancy.places import covered
from backend.model.redundancy import Redundancy


@contextmanager
def redundancies_beside(
    managers: Sequence[Read], documents: Sequence[Document], copied: bool = True
) -> Iterator[Callable[[], Redundancy]]:
    """The same as `redundancies`, worked out beside what the context does where that pays.

    Without copied code it does not: there, what single managers keep is remembered from one scan
    to the next.
    """
    if not copied or (os.cpu_count() or 1) < 2 or sum(len(read.files) for read in managers) < APART:
        yield lambda: redundancies(managers, documents, copied)
        return
    work = partial(redundancies, managers, documents, copied)
    with beside(lambda: work().model_dump_json().encode()) as result:
        yield lambda: Redundancy.model_validate_json(result())


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
    groups = [*shared_names(managers), *overlaps(managers, documents)]
    copied_lines = None
    if copied:
        from backend.managers.redundancy.copies import copies  # noqa: PLC0415  (loads rapidfuzz)

        found = copies(managers)
        groups += found
        copied_lines = covered(
            site for group in found for site in group.sites if site.role != "test"
        )
    patterns = census(managers, pattern_claims(documents))
    return Redundancy(
        groups=tuple(sorted(groups, key=lambda group: (-group.cost.value, group.id))),
        patterns=tuple(sorted(patterns, key=lambda item: (-item.cost.value, item.id))),
        lines=sum(
            file.lines
            for read in managers
            for file in read.production
            if file.language == "Go" and not file.generated
        ),
        copied=copied_lines,
        claims=share_claims(documents),
    )
