"""What the managers keep more than once: found, grouped, and ranked by what keeping it costs."""

from collections.abc import Sequence

from backend.managers.documents import Document
from backend.managers.reading import Read
from backend.managers.redundancy.claims import pattern_claims
from backend.managers.redundancy.names import shared_names
from backend.managers.redundancy.patterns import census
from backend.model.redundancy import Redundancy


def redundancies(managers: Sequence[Read], documents: Sequence[Document]) -> Redundancy:
    """All redundancy among some managers, what costs most first; the same on every run.

    Args:
        managers: Read.
        documents: Whose claims are set beside what is found.
    """
    groups = shared_names(managers)
    patterns = census(managers, pattern_claims(documents))
    return Redundancy(
        groups=tuple(sorted(groups, key=lambda group: (-group.cost.value, group.id))),
        patterns=tuple(sorted(patterns, key=lambda item: (-item.cost.value, item.id))),
    )
