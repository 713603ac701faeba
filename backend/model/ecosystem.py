"""An ecosystem of managers as found in its code: what `passerelle scan` prints."""

from typing import Literal

from backend.model.base import Frozen
from backend.model.contract import Contract
from backend.model.counts import Count
from backend.model.finding import Evidence, Finding
from backend.model.gate import Suppressed
from backend.model.metrics import Metrics
from backend.model.raci import Raci
from backend.model.redundancy import Redundancy
from backend.model.stated import Share, Stated

_LEADING = frozenset(("strict", "recovered", "run", "struct_field", "manifest", "document"))


class LanguageCount(Frozen):
    """Files and lines of one language."""

    language: str
    files: int
    lines: int


class Coupling(Frozen):
    """Martin's coupling of one manager, over strict and recovered imports outside tests.

    Imports of every language count; scripts that are run by their path are dependencies, too, and
    couple nothing.

    Attributes:
        afferent: Ca, how many managers depend on this one; None where it has no source files
            outside tests, and no import can tell.
        efferent: Ce, how many managers this one depends on; None likewise.
        instability: Ce / (Ca + Ce), from 0 (stable) to 1; None where nothing is coupled.
    """

    afferent: int | None = None
    efferent: int | None = None
    instability: float | None = None


class ScorePart(Frozen):
    """One part of the responsibility score.

    Attributes:
        name: What is measured.
        value: 0 (scattered) to 1 (single-minded).
        weight: Share of the whole; the weights of one score add up to 1.
        detail: The numbers behind the value, in words.
    """

    name: str
    value: float
    weight: float
    detail: str = ""


class Score(Frozen):
    """Responsibility (SRP) score from 0 to 10: 10 x the weighted sum of its parts."""

    value: float
    parts: tuple[ScorePart, ...]


class Manager(Frozen):
    """One manager and what was counted in it.

    Attributes:
        name: Its folder's name; loose files of a root share the name `(loose files)`.
        path: Folder relative to the root, with forward slashes.
        root: The root it was found under, as given.
        shared: A shared package (`interfaces`, `tools`, …) rather than a manager.
        files: Source files of every language read.
        lines: Lines in them.
        functions: Functions and methods, tests left out.
        layer: 0 for managers that depend on no other, else one above the highest they
            depend on (cycles share a layer).
        score: None where there is too little code to judge.
    """

    name: str
    path: str
    root: str
    languages: tuple[str, ...]
    by_language: tuple[LanguageCount, ...] = ()
    shared: bool = False
    files: int = 0
    test_files: int = 0
    lines: int = 0
    functions: int = 0
    types: int = 0
    interfaces: int = 0
    documents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    coupling: Coupling = Coupling()
    metrics: Metrics = Metrics()
    layer: int = 0
    score: Score | None = None

    @property
    def is_manager(self) -> bool:
        """Whether it has a name of its own and is no shared package: what is counted as one."""
        return not self.shared and self.path != "."


class Package(Frozen):
    """One Go package: a folder's files of one package clause, as linux/amd64 builds them.

    Attributes:
        imports: Import paths as written, tests left out.
        test_imports: Those of the tests inside the package.
        xtest_imports: Those of its external tests, `package x_test`.
    """

    import_path: str
    path: str
    manager: str
    name: str = ""
    imports: tuple[str, ...] = ()
    test_imports: tuple[str, ...] = ()
    xtest_imports: tuple[str, ...] = ()


class Dependency(Frozen):
    """`source` uses `target`, and how that is known.

    `target` is a manager; for dangling imports it is the path as written.
    """

    source: str
    target: str
    evidence: tuple[Evidence, ...]

    def kinds(self) -> frozenset[str]:
        """The kinds of evidence this dependency rests on."""
        return frozenset(item.kind for item in self.evidence)

    def leads(self) -> bool:
        """Whether anything outside tests speaks for it, mentions and dead imports left out."""
        return any(
            not item.test and (item.resolution or item.kind) in _LEADING for item in self.evidence
        )

    def resolution(self) -> str | None:
        """The best resolution among its imports, or None where no import speaks for it."""
        found = {item.resolution for item in self.evidence}
        for name in ("strict", "recovered", "ambiguous", "dangling"):
            if name in found:
                return name
        return None

    def aside(self) -> str:
        """Where its imports stand, if no build of the program follows any of them; else nothing."""
        kinds = {item.kind for item in self.evidence if item.resolution not in (None, "dangling")}
        if "import" in kinds or not kinds:
            return ""
        return "tests only" if "test_import" in kinds else "excluded from builds"


class Ecosystem(Frozen):
    """Everything one scan found out.

    Attributes:
        roots: The folders scanned, as given.
        dependencies: Edges between managers, dangling imports included.
        cycles: Each a chain of managers, the first not repeated at the end.
        feedback: Imports' edges, few and light, without which there would be no cycle.
        traced_cycles: Cycles over whatever speaks for a dependency, fields, manifests and documents
            included; None where they were not looked for.
        declared_cycles: Cycles that documents claim, in the same form.
        raci: One column a phase: all activities of a phase together.
        raci_detail: One column an activity: a capability in a phase, `configuration/Validation`.
        contract: The interface that all managers are to implement; None where nothing declares
            one.
        counts: What documents count, beside what was counted.
        stated: What documents and manifests name, and whether it is there.
        shares: Percentages that documents state, beside what was counted.
        suppressed: Findings that the settings accept, each with the reason.
    """

    kind: Literal["ecosystem"] = "ecosystem"
    roots: tuple[str, ...] = ()
    managers: tuple[Manager, ...] = ()
    packages: tuple[Package, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    feedback: tuple[tuple[str, str], ...] = ()
    traced_cycles: tuple[tuple[str, ...], ...] | None = None
    declared_cycles: tuple[tuple[str, ...], ...] = ()
    raci: Raci = Raci()
    raci_detail: Raci = Raci()
    contract: Contract | None = None
    counts: tuple[Count, ...] = ()
    stated: tuple[Stated, ...] = ()
    shares: tuple[Share, ...] = ()
    redundancy: Redundancy = Redundancy()
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
