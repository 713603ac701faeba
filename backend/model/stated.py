"""What documents and manifests say is there, beside what the code says."""

from typing import Literal, get_args

from backend.model.base import Frozen
from backend.model.finding import Evidence

Held = Literal["exists", "elsewhere", "reversed", "nowhere"]
"""As stated; there, but not where or what it is said to be; the other way round; not at all."""

HELD: tuple[Held, ...] = get_args(Held)
"""All of them, the best first."""

Subject = Literal["manager", "interface", "module", "package", "dependency"]
"""What can be stated: `module` is a source file that a manager consists of, `package` one that a
Go import path leads to."""


class Stated(Frozen):
    """One thing that documents or manifests name, and whether it is there.

    Attributes:
        name: As written; of a dependency the manager that is needed.
        manager: Whose it is said to be; empty where that is not said.
        fact: What the code says, in words.
        found: Where it is; nothing for `nowhere`.
        lines: How many lines state it.
        evidence: The first of them, file by file.
    """

    what: Subject
    name: str
    manager: str = ""
    held: Held
    fact: str
    found: tuple[Evidence, ...] = ()
    lines: int
    evidence: tuple[Evidence, ...]


class ShareClaim(Frozen):
    """One percentage, and the lines that state it; the first of them as evidence."""

    value: float
    lines: int
    evidence: tuple[Evidence, ...]


class Share(Frozen):
    """Every percentage that documents state of one thing, and what was counted.

    Attributes:
        what: `duplicated code`, `test coverage`, `tests that pass`, `interface implemented`,
            `documented`, `migration`, `managers in operation`, `progress` or `other`.
        manager: Whose; empty for all of them together.
        counted: Percent; None where nothing here counts it.
        beside: What was counted of it or near to it, in words; empty where nothing was.
        claims: What most lines state first.
    """

    what: str
    manager: str = ""
    counted: float | None
    beside: str = ""
    claims: tuple[ShareClaim, ...]
