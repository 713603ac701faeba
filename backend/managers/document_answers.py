"""What documents say to all that they will be asked, remembered before anybody asks."""

from collections import deque
from collections.abc import Iterable
from itertools import chain

from backend.managers.activities import spoken
from backend.managers.capabilities import Nouns
from backend.managers.counts import counted_in
from backend.managers.declared import declared_rows
from backend.managers.documents import Document
from backend.managers.names import Names
from backend.managers.prose import declared_cycles, document_edges
from backend.managers.redundancy.claims import pattern_claims
from backend.managers.remembered import WhileSame
from backend.managers.stated.import_paths import paths_in
from backend.managers.stated.naming import named
from backend.managers.stated.percentages import percentages_in


@WhileSame
def remember_answers(documents: Iterable[Document], names: Names, nouns: Nouns) -> None:
    """Ask one document after the other, which is cheaper than one question after the other.

    Args:
        documents: Read.
        names: Of the managers that they are about.
        nouns: What the managers are about.
    """
    for document in documents:
        one = (document,)
        edges, rows = document_edges(one, names), declared_rows(one, names)
        deque(chain(edges, rows, declared_cycles(one, names)), maxlen=0)
        pattern_claims(one)
        counted_in(document)
        paths_in(document)
        named(document, names)
        percentages_in(document, names)
        if document.manager:
            spoken(document, nouns)
