"""Findings about the contract: how far it is kept, where it diverges, who only pretends."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from backend.managers.remembered import WhileSame
from backend.managers.troubles import QUOTED
from backend.model.contract import Contract, Implementation
from backend.model.ecosystem import Manager
from backend.model.finding import Evidence, Finding, Severity, finding_id

KINDS = frozenset({"contract", "contract-method", "contract-shape", "mock"})
"""What these findings may be."""


def contract_findings(
    contract: Contract | None, managers: Iterable[Manager]
) -> tuple[Finding, ...]:
    """Nothing where nobody declares a contract."""
    if contract is None:
        return ()
    return _findings(contract, [one.name for one in managers if one.is_manager])


@WhileSame
def _findings(contract: Contract, names: Sequence[str]) -> tuple[Finding, ...]:
    return tuple(_told(contract, names))


def _told(contract: Contract, names: Sequence[str]) -> Iterator[Finding]:
    yield _whole(contract, names)
    yield from _shapes(contract)
    for name in names:
        best = contract.best(name)
        if best is not None and not best.mock and best.same() < len(contract.methods):
            yield _partly(contract, best)
    yield from _mocks(contract)


def _whole(contract: Contract, names: Sequence[str]) -> Finding:
    known, every = frozenset(names), len(contract.methods)
    full = [one for one in contract.implementations if one.same() == every]
    real = {one.manager for one in full if not one.mock} & known
    mocks = sum(bool(one.mock) for one in full)
    having = Counter[str]()
    for name in names:
        own = [one for one in contract.implementations if one.manager == name and not one.mock]
        having.update({method.name for one in own for method in one.methods})
    told = ", ".join(f"{one.name} in {having[one.name]}" for one in contract.methods)
    pretend = f", and {mocks} {'mock does' if mocks == 1 else 'mocks do'}" if mocks else ""
    return Finding(
        id=finding_id("contract", (contract.name,)),
        kind="contract",
        severity=Severity.NOTE if len(real) == len(names) else Severity.LOOK,
        subjects=(contract.name,),
        summary=f"{len(real)} of {len(names)} managers implement {contract.name} in full{pretend}",
        remedy="Give each manager the missing methods, or write the interface that they share.",
        claim=f"{every} methods, {_where(contract.declared[0])}",
        fact=f"whatever the signature: {told}",
        evidence=(
            contract.declared[0],
            *(one.evidence for one in contract.methods),
            *(one.evidence for one in full),
        )[:QUOTED],
    )


def _shapes(contract: Contract) -> Iterator[Finding]:
    if not contract.shapes:
        return
    differ = []
    for shape in contract.shapes:
        parts = [
            f"{word} {', '.join(names)}"
            for word, names in (
                ("more:", shape.more), ("less:", shape.less), ("otherwise:", shape.other)
            )
            if names
        ]  # fmt: skip
        differ.append(f"{_where(shape.declared[0])} has {'; '.join(parts)}")
    yield Finding(
        id=finding_id("contract-shape", (contract.name,)),
        kind="contract-shape",
        severity=Severity.LOOK,
        subjects=(contract.name,),
        summary=f"{contract.name} is declared in {1 + len(contract.shapes)} shapes",
        remedy="Keep one declaration, and let all others refer to it.",
        claim=f"{_where(contract.declared[0])}: {len(contract.methods)} methods",
        fact=" · ".join(differ),
        evidence=tuple(chain(contract.declared, *(shape.declared for shape in contract.shapes)))[
            :QUOTED
        ],
    )


def _partly(contract: Contract, best: Implementation) -> Finding:
    wanted = {one.name: one for one in contract.methods}
    differing = [one for one in best.methods if not one.same]
    summary = (
        f"{best.manager}: {best.type} has {best.same()} of {len(wanted)} methods of {contract.name}"
        + (f", {len(differing)} with another signature" if differing else "")
        + (f"; missing: {', '.join(best.missing)}" if best.missing else "")
    )
    claim = "; ".join(f"{one.name}{wanted[one.name].signature}" for one in differing)
    fact = "; ".join(f"{one.name}{one.signature}" for one in differing)
    places: list[Evidence] = []
    for one in differing:
        places += (one.evidence, wanted[one.name].evidence)
    missing = [wanted[name].evidence for name in best.missing]
    return Finding(
        id=finding_id("contract-method", (best.manager, best.type), contract.name),
        kind="contract-method",
        severity=Severity.NOTE,
        subjects=(best.manager, contract.name),
        summary=summary,
        remedy="Add what is missing, and bring the signatures that differ in line.",
        claim=claim or None,
        fact=fact or None,
        evidence=(best.evidence, *places, *missing)[:QUOTED],
    )


def _mocks(contract: Contract) -> Iterator[Finding]:
    """Mocks outside tests, which stand where real implementations would."""
    pretending: dict[str, list[Implementation]] = defaultdict(list)
    for one in contract.implementations:
        if one.mock and not one.evidence.test:
            pretending[one.manager].append(one)
    for manager, found in pretending.items():
        kinds = sorted({one.type for one in found})
        yield Finding(
            id=finding_id("mock", (manager,), " ".join(kinds)),
            kind="mock",
            severity=Severity.LOOK,
            subjects=(manager, contract.name),
            summary=f"{manager}: outside tests, {', '.join(kinds)} "
            f"{'is a mock' if len(kinds) == 1 else 'are mocks'} of {contract.name}",
            remedy="Put a real implementation in its place, or move it to a test file.",
            evidence=tuple(chain.from_iterable(one.mock for one in found))[:QUOTED],
        )


def _where(evidence: Evidence) -> str:
    return f"{evidence.path}:{evidence.line}"
