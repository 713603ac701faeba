"""Percentages of documents beside what is counted here of the same, or near to it.

Counted are the duplicated share of Go and the methods of the shared interface. Nothing is run, so
coverage, passing tests and operation are not; what the tree tells of them stands beside.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from backend.managers.documents import Document
from backend.managers.names import Names
from backend.managers.stated import percentages as told
from backend.model.contract import Contract, Implementation
from backend.model.ecosystem import Manager
from backend.model.redundancy import Redundancy
from backend.model.stated import Share, ShareClaim

Told = tuple[float | None, str]
"""Percent, where it is counted, and what was counted in words."""

_NOTHING: Told = (None, "")


@dataclass(frozen=True)
class Facts:
    """What percentages are held against."""

    managers: Sequence[Manager]
    contract: Contract | None
    redundancy: Redundancy

    def of(self, what: str, manager: str) -> Told:
        """What was counted of a topic, for one manager or for all."""
        if what == told.DUPLICATED:
            return _NOTHING if manager else self._duplicated()
        if what == told.INTERFACE:
            return self._interface(manager)
        if what in _BESIDE:
            some = self._named.get(manager, ()) if manager else self.managers
            return None, _BESIDE[what](some)
        return (None, self._interface(manager)[1]) if manager else _NOTHING

    @cached_property
    def _named(self) -> dict[str, Sequence[Manager]]:
        return {one.name: (one,) for one in self.managers}

    @cached_property
    def _best(self) -> dict[str, Implementation]:
        """Manager to its best implementation."""
        found: dict[str, Implementation] = {}
        for one in self.contract.implementations if self.contract else ():
            found.setdefault(one.manager, one)
        return found

    def _duplicated(self) -> Told:
        found = self.redundancy
        if found.copied is None:
            return None, "copied code was not looked for"
        if not found.lines:
            return None, "no Go was read"
        return 100 * found.copied / found.lines, f"{found.copied:,} of {found.lines:,} lines of Go"

    def _interface(self, manager: str) -> Told:
        """Of one manager its best type's methods; of all, how many have every method."""
        agreed = self.contract
        if agreed is None:
            return _NOTHING
        every = len(agreed.methods)
        if manager:
            best = self._best.get(manager)
            has = 0 if best is None or best.mock else best.same()
            return 100 * has / every, f"{has} of {every} methods of {agreed.name}"
        names = [one.name for one in self.managers if one.is_manager]
        best_of = filter(None, map(self._best.get, names))
        full = sum(one.same() == every and not one.mock for one in best_of)
        share = 100 * full / len(names) if names else None
        return share, f"{full} of {len(names)} managers implement {agreed.name} in full"


def shares(documents: Iterable[Document], names: Names, facts: Facts) -> tuple[Share, ...]:
    """Each thing that documents give a percentage of, those of all managers first."""
    said: dict[tuple[str, str], tuple[ShareClaim, ...]] = {}
    duplicated = tuple(_claims(facts.redundancy))
    if duplicated:
        said[told.DUPLICATED, ""] = duplicated
    said |= told.percentages(tuple(documents), names)
    return tuple(
        _share(what, manager, claims, facts.of(what, manager))
        for (what, manager), claims in sorted(said.items(), key=_order)
    )


def _order(item: tuple[tuple[str, str], object]) -> tuple[bool, int, str]:
    what, manager = item[0]
    return bool(manager), told.TOPICS.index(what), manager


def _claims(redundancy: Redundancy) -> Iterator[ShareClaim]:
    for one in redundancy.claims:
        yield ShareClaim(value=float(one.value), lines=1, evidence=(one.evidence,))


def _share(what: str, manager: str, claims: tuple[ShareClaim, ...], fact: Told) -> Share:
    counted, beside = fact
    return Share(what=what, manager=manager, counted=counted, beside=beside, claims=claims)


def _tests(managers: Iterable[Manager]) -> str:
    """Tests that are written: none of them is run here."""
    managers = list(managers)
    tests = [one.metrics.tests for one in managers if one.metrics.tests is not None]
    files = sum(one.files for one in managers)
    held = sum(one.test_files for one in managers)
    return f"{sum(tests):,} tests in {held:,} of {files:,} files" if tests else ""


def _documents(managers: Iterable[Manager]) -> str:
    real = [one for one in managers if one.is_manager]
    return f"{sum(bool(one.documents) for one in real)} of {len(real)} managers have a document"


def _python(managers: Iterable[Manager]) -> str:
    files = Counter[str]()
    for one in managers:
        files.update({held.language: held.files for held in one.by_language})
    return f"{files['Python']:,} of {files.total():,} source files are Python"


def _with_code(managers: Iterable[Manager]) -> str:
    real = [one for one in managers if one.is_manager]
    return f"{sum(one.functions > 0 for one in real)} of {len(real)} managers hold functions"


_BESIDE = {
    told.COVERAGE: _tests,
    told.PASSED: _tests,
    told.DOCUMENTED: _documents,
    told.MIGRATION: _python,
    told.OPERATION: _with_code,
}
"""What stands beside a topic that nothing here counts."""
