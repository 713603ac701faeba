"""Evidence and findings: what was seen where, and what to do about it."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from backend.model.base import Frozen

Resolution = Literal["strict", "recovered", "ambiguous", "dangling"]
"""How an import path found its target: by the rules, by a named rescue rule, by several, or not."""


class Severity(StrEnum):
    """How much a finding asks of a human, in rising order."""

    NOTE = "note"
    LOOK = "look"
    ACT = "act"


class Evidence(Frozen):
    """One place in the world that speaks for something.

    Attributes:
        kind: What sort of trace it is: `import`, `test_import`, `excluded_import` (in a file
            that no build for linux/amd64 takes), `run` (of a script by its path),
            `struct_field`, `manifest`, `document`, `mention`, `method`, `function`,
            `interface`, `heading`, `log`, …
        path: File, relative to the root that was scanned, with forward slashes.
        line: Line in that file, counted from 1; 0 where a file as a whole is meant.
        text: The trace itself, as it stands there.
        resolution: For imports, how the path found its target.
        rule: The rule that led to it (`replace`, `work`, `tsconfig`, `link`, `workspace`), that
            recovered it (`suffix`, `relative`, `alias`, `above`) or that judged it (`self`,
            `missing`, …).
        test: Whether it stands in a test file.
    """

    kind: str
    path: str
    line: int
    text: str
    resolution: Resolution | None = None
    rule: str | None = None
    test: bool = False


class Finding(Frozen):
    """Something a human should know, with its evidence and a way out.

    Attributes:
        id: Stable across runs and line moves; made by `finding_id`.
        kind: What sort of finding (`syntax`, `cycle`, `raci`, `claim`, `collision`, …).
        severity: How much it asks.
        subjects: The managers, files, collections or activities it is about.
        summary: One sentence.
        remedy: What to do.
        claim: What was stated, where the finding sets a claim beside a fact.
        fact: What was measured, beside `claim`.
        evidence: Where it was seen.
    """

    id: str
    kind: str
    severity: Severity
    subjects: tuple[str, ...]
    summary: str
    remedy: str = ""
    claim: str | None = None
    fact: str | None = None
    evidence: tuple[Evidence, ...] = ()


def finding_id(kind: str, subjects: Iterable[str], content: str = "") -> str:
    """An id that is the same on every run and survives line moves.

    Args:
        kind: The finding's kind.
        subjects: What it is about; their order does not matter.
        content: What tells it from others of its kind and subjects, without line numbers;
            white space in it does not matter.

    Returns:
        The kind and twelve hexadecimal digits, such as `cycle-0f3a…`.
    """
    parts = (kind, *sorted(subjects), " ".join(content.split()))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}-{digest[:12]}"
