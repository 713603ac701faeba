"""The gateway's claims beside the code: where the two part."""

import re
from collections.abc import Iterator

from backend.gateway.vocabulary import WELL
from backend.model.ecosystem import Ecosystem, Manager
from backend.model.finding import Evidence, Finding, Severity, finding_id
from backend.model.gateway import Gateway, ManagerClaim

CLOCKS = frozenset({"last_check", "check_time", "last_update", "uptime"})
"""Parts that tell time: unlike a counter they cannot rightly stand still."""

_LETTERS = re.compile(r"[\W_]+")
_REMEDY = "Ask the manager itself; do not count it as operational."


def findings(gateway: Gateway, ecosystem: Ecosystem | None) -> tuple[Finding, ...]:
    """Where what the gateway says and what is known otherwise do not agree.

    Args:
        gateway: Its claims.
        ecosystem: What a scan of the code found; None where there was none yet, which leaves
            the claims that contradict themselves.
    """
    known = _by_name(ecosystem)
    found = [*_readiness(gateway)]
    for manager in gateway.managers or ():
        if manager.status in WELL:
            found.extend(_manager(gateway, manager, known))
    return tuple(found)


def _manager(
    gateway: Gateway, manager: ManagerClaim, known: dict[str, Manager]
) -> Iterator[Finding]:
    claim = f"{manager.name} is {manager.said}"
    if manager.mock:
        yield _finding(
            gateway,
            manager.name,
            f"{manager.name} is called {manager.said} and is a mock.",
            claim,
            f"the same answer says so itself: {manager.mock}",
        )
    elif clocks := CLOCKS.intersection(manager.static):
        yield _finding(
            gateway,
            manager.name,
            f"{manager.name} is called {manager.said}, and its status never changes.",
            claim,
            f"static: {', '.join(sorted(clocks))}",
            severity=Severity.LOOK,
        )
    if known and (fact := _code(manager.name, known)):
        yield _finding(
            gateway,
            manager.name,
            f"{manager.name} is called {manager.said} and {fact[0]}.",
            claim,
            fact[1],
        )


def _code(name: str, known: dict[str, Manager]) -> tuple[str, str] | None:
    """What speaks against a manager in its code: in a sentence, and as a fact; else None."""
    code = known.get(_plain(name)) or known.get(_plain(f"{name}manager"))
    if code is None:
        return "has no code", "no folder of that name among the managers scanned"
    if code.files <= code.test_files:
        return "has no code but tests", f"{code.path}: {code.test_files} test files, no other"
    if not code.functions:
        return "has no code that could run", f"{code.path}: {code.lines} lines, no function"
    return None


def _readiness(gateway: Gateway) -> Iterator[Finding]:
    if gateway.ready and gateway.total_count == 0:
        yield _finding(
            gateway, "gateway", "The gateway is ready with 0 of 0 managers.", "ready", "0 of 0"
        )
    listed = None if gateway.managers is None else len(gateway.managers)
    counts = {gateway.total_count, gateway.declared_count, listed} - {None}
    if len(counts) > 1:
        yield _finding(
            gateway,
            "gateway",
            "The gateway counts its managers in two ways.",
            f"/ready {_count(gateway.total_count)}, /managers {_count(gateway.declared_count)}",
            f"{_count(listed)} listed",
            severity=Severity.LOOK,
        )


def _count(number: int | None) -> str:
    return "not told" if number is None else str(number)


def _finding(
    gateway: Gateway,
    subject: str,
    summary: str,
    claim: str,
    fact: str,
    *,
    severity: Severity = Severity.ACT,
) -> Finding:
    path = "/ready" if subject == "gateway" else "/api/v1/managers"
    return Finding(
        id=finding_id("claim", (subject,), summary),
        kind="claim",
        severity=severity,
        subjects=(subject,),
        summary=summary,
        remedy=_REMEDY,
        claim=claim,
        fact=fact,
        evidence=(Evidence(kind="status", path=f"{gateway.url}{path}", line=0, text=claim),),
    )


def _by_name(ecosystem: Ecosystem | None) -> dict[str, Manager]:
    managers = ecosystem.managers if ecosystem else ()
    return {
        _plain(name): manager for manager in managers for name in (manager.name, *manager.aliases)
    }


def _plain(name: str) -> str:
    """A name whatever its case and separators."""
    return _LETTERS.sub("", name).lower()
