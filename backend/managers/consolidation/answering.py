"""Answers to questions about consolidation: what the consolidation probe runs in its worker."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backend.config.aliases import Alias
from backend.model.consolidation import ConsolidationView, Question

if TYPE_CHECKING:
    from backend.managers.consolidation.outcome import Planner
    from backend.managers.reading import Reader
    from backend.model.consolidation import Outcome, PairRank, Partition

PAIRS = 400
"""Pairs that are told at the most; of 26 managers all 325 are."""


def answer(
    roots: Sequence[Path],
    documents: Sequence[Path],
    asked: Question,
    aliases: Sequence[Alias] = (),
) -> ConsolidationView:
    """What is asked, of the ecosystem as it is now.

    Only the steps are worked out anew at every call; the rest is kept as long as nothing that a
    scan reads has changed, nor any Go file of the repository around it.
    """
    return _desk().answer(roots, documents, asked, aliases)


@cache
def _desk() -> "Desk":
    """This process's own."""
    return Desk()


class Desk:
    """What was worked out for the state of the tree that was asked about last.

    Attributes:
        surveys: How often the tree was read.
    """

    def __init__(self) -> None:
        self.surveys = 0
        self._signature = ""
        self._reader: Reader | None = None
        self._planner: Planner | None = None
        self._pairs: tuple[PairRank, ...] = ()
        self._partitions: dict[int, Partition] = {}
        self._reorganised: Outcome | None = None

    def answer(
        self,
        roots: Sequence[Path],
        documents: Sequence[Path],
        asked: Question,
        aliases: Sequence[Alias] = (),
    ) -> ConsolidationView:
        """What is asked; arguments as for the function."""
        planner = self._current(roots, documents, aliases)
        return ConsolidationView(
            outcome=planner.outcome(asked.steps),
            pairs=self._pairs[:PAIRS],
            ranked=len(self._pairs),
            partition=self._partition(planner, asked.services),
            reorganisation=self._reorganised,
        )

    def _current(
        self, roots: Sequence[Path], documents: Sequence[Path], aliases: Sequence[Alias]
    ) -> "Planner":
        # Imported where it runs: the hub's process only names the function above.
        from backend.managers.consolidation.outcome import Planner  # noqa: PLC0415
        from backend.managers.consolidation.outside import go_files  # noqa: PLC0415
        from backend.managers.consolidation.pairs import ranked_pairs  # noqa: PLC0415
        from backend.managers.consolidation.reorganisation import wanted_moves  # noqa: PLC0415
        from backend.managers.inventory import inventory  # noqa: PLC0415
        from backend.managers.reading import Reader  # noqa: PLC0415
        from backend.managers.redundancy import redundancies  # noqa: PLC0415
        from backend.managers.signature import digest_of, signature  # noqa: PLC0415
        from backend.managers.survey import distinct_roots, survey  # noqa: PLC0415

        present = distinct_roots(roots)
        # What a scan reads, and who else may import it.
        around = digest_of(go_files(root.folder for root in present))
        there = inventory(present, documents, aliases)
        now = f"{signature(there, present, documents)} {around}"
        if self._planner is not None and now == self._signature:
            return self._planner
        self._reader = self._reader or Reader()
        seen = survey(roots, documents, self._reader, aliases, there)
        planner = Planner(seen, redundancies(seen.read, seen.texts, copied=True).groups)
        moves = wanted_moves(seen.texts, seen.read, seen.names)
        self.surveys += 1
        self._pairs = ranked_pairs(planner)
        self._partitions = {}
        self._reorganised = planner.outcome(moves) if moves else None
        self._signature, self._planner = now, planner
        return planner

    def _partition(self, planner: "Planner", services: int) -> "Partition | None":
        from backend.managers.consolidation.partition import partition  # noqa: PLC0415

        count = min(services, sum(not one.found.shared for one in planner.seen.read))
        if not count:
            return None
        if count not in self._partitions:
            self._partitions[count] = partition(planner, count)
        return self._partitions[count]
