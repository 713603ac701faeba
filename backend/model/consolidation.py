"""What would come of merging, moving, extracting or removing managers; nothing is ever written."""

from typing import Annotated, Literal

from pydantic import Field

from backend.model.base import Frozen
from backend.model.finding import Finding


class Merge(Frozen):
    """The managers' folders become one: files of one folder and package meet in one package.

    Attributes:
        managers: Two or more; `into` may be one of them.
        into: Manager that takes the others in; a new name makes a new folder.
    """

    kind: Literal["merge"] = "merge"
    managers: tuple[str, ...] = Field(min_length=2)
    into: str


class Move(Frozen):
    """A manager's folder gets another place.

    Attributes:
        to: Folder relative to the root, such as `core/config-manager`.
    """

    kind: Literal["move"] = "move"
    manager: str
    to: str


class Extract(Frozen):
    """Declarations of one name leave their managers for a shared package.

    Attributes:
        names: Exported types and functions, each declared by two managers at least.
        managers: That give theirs up; all that declare the name where empty.
        into: Folder of the shared package, relative to the root.
    """

    kind: Literal["extract"] = "extract"
    names: tuple[str, ...] = Field(min_length=1)
    managers: tuple[str, ...] = ()
    into: str


class Remove(Frozen):
    """A manager goes; what imports it breaks."""

    kind: Literal["remove"] = "remove"
    manager: str


Step = Annotated[Merge | Move | Extract | Remove, Field(discriminator="kind")]


class FileMove(Frozen):
    """A file that gets another path, relative to the root."""

    old: str
    new: str


class Clause(Frozen):
    """A package clause that has to be changed; `path` as before the move."""

    path: str
    old: str
    new: str


class Rewrite(Frozen):
    """An import, or a use of a name that is extracted or removed, that has to read otherwise.

    Attributes:
        path: File as before any move.
        line: 0 for an import to add.
        old: Import path, declaration or use as written, of scripts the whole statement; empty where
            an import is added.
        new: What has to stand there; empty where the line goes away, or where nobody can say.
        alias: Name to import `new` by, where the file cannot go by the package's own.
        why: `moved`, `same package` (what was imported is the file's own package now),
            `unqualified` (a use of it), `removed`, `orphaned` (a use of what was imported and is
            removed), `leaves` (a declaration or method that is extracted) or `extracted` (its
            uses).
        resolution: How sure it is that the import means what moves.
        test: Whether it stands in a test file.
    """

    path: str
    line: int
    old: str
    new: str
    alias: str = ""
    why: Literal[
        "moved", "same package", "unqualified", "removed", "orphaned", "leaves", "extracted"
    ]
    resolution: Literal["strict", "recovered"] = "strict"
    test: bool = False

    @property
    def place(self) -> str:
        """File and line; the file alone where an import is added."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def change(self) -> str:
        """What becomes of the line, as people read it."""
        new = f"{self.new} as {self.alias}" if self.alias else self.new
        if not self.old:
            return f"import {new} (add it)"
        if self.why == "orphaned":
            return f"{self.old} (do without it)"
        if self.why == "leaves":
            return f"{self.old} → {self.new} (its declaration)"
        if self.why == "moved" and not self.new:
            return f"{self.old} (name the new place)"
        return f"{self.old} → {new or '(take it away)'}"


class Place(Frozen):
    """Where a symbol is declared, as before any move."""

    path: str
    line: int
    manager: str


class Collision(Frozen):
    """A name that one package would declare several times.

    Attributes:
        folder: Of the package, as after the steps.
        form: `type`, `function`, `method`, `value`, `program` (main functions), `start` (init
            functions, which Go allows and runs one after the other) or `mixed` (several of these,
            or one of them and the name by which another file imports a package).
        verdict: `identical` (one of them can go), `compatible` (one has all that the other has),
            `conflicting` (they differ: rename or reconcile) or `allowed`.
    """

    folder: str
    name: str
    form: Literal["type", "function", "method", "value", "program", "start", "mixed"]
    verdict: Literal["identical", "compatible", "conflicting", "allowed"]
    places: tuple[Place, ...]


class Obstacle(Frozen):
    """Something that Go would refuse afterwards, or that a person has to decide.

    Attributes:
        kind: `internal` (an import of what is internal elsewhere), `program` (an import of a
            package main), `import cycle` (packages that import one another), `entangled` (what
            is extracted needs others of its package), `mixed packages`.
    """

    kind: Literal["internal", "program", "import cycle", "entangled", "mixed packages"]
    summary: str
    path: str = ""
    line: int = 0


class ModuleChange(Frozen):
    """A line of a go.mod or go.work that has to change; an empty `new` takes it away."""

    path: str
    old: str
    new: str


class ScoreChange(Frozen):
    """A manager's responsibility score before and after; None where there is none to compare."""

    manager: str
    before: float | None = None
    after: float | None = None


class Totals(Frozen):
    """The ecosystem in a few numbers.

    Attributes:
        edges: Strict and recovered dependencies between managers.
        tangled: Managers that are part of a cycle.
        mean_score: Mean responsibility score of the managers that have one.
    """

    managers: int
    edges: int
    tangled: int
    mean_score: float | None = None


class Outcome(Frozen):
    """What a chain of steps would bring, all paths relative to their root.

    Attributes:
        problems: Steps that make no sense, and why; they were left out.
        lines_saved: Lines of copied code that the merged managers share.
        raci_new: Rules of the inferred matrix that would be broken.
        raci_gone: Those that would no longer be.
    """

    steps: tuple[Step, ...] = ()
    problems: tuple[str, ...] = ()
    before: Totals
    after: Totals
    edges_new: tuple[tuple[str, str], ...] = ()
    edges_gone: tuple[tuple[str, str], ...] = ()
    cycles_new: tuple[tuple[str, ...], ...] = ()
    cycles_gone: tuple[tuple[str, ...], ...] = ()
    moves: tuple[FileMove, ...] = ()
    clauses: tuple[Clause, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    collisions: tuple[Collision, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    modules: tuple[ModuleChange, ...] = ()
    tests_touched: tuple[str, ...] = ()
    lines_saved: int = 0
    scores: tuple[ScoreChange, ...] = ()
    raci_new: tuple[Finding, ...] = ()
    raci_gone: tuple[Finding, ...] = ()

    @property
    def lines_to_rewrite(self) -> int:
        """Lines that have to read otherwise, package clauses and imports to add among them."""
        lines = {(one.path, one.line, "" if one.line else one.new) for one in self.rewrites}
        return len(lines) + len(self.clauses)


class PairRank(Frozen):
    """Two managers, and what speaks for and against making them one.

    Attributes:
        value: closeness x 100 + 5 x edges + lines saved / 10 - 3 x conflicts - 20 x tangled: what
            the pairs are ranked by.
        closeness: Cosine of the words of their functions, 0 to 1.
        edges: Dependencies between the two, which a merge takes away.
        conflicts: Names that both root packages declare in different shapes.
        tangled: Managers that a merge draws into cycles; negative where it frees some.
        lines_saved: Lines of copied code that they share.
    """

    managers: tuple[str, str]
    value: float
    closeness: float
    edges: int
    conflicts: int
    tangled: int
    lines_saved: int


class ServiceGroup(Frozen):
    """Managers that would make one service.

    Attributes:
        words: What their functions speak of most.
        inner: Weight of what holds them together.
        outer: Weight of what binds them to others.
    """

    managers: tuple[str, ...]
    words: tuple[str, ...]
    inner: float
    outer: float


class Partition(Frozen):
    """One way of making k services; evidence for a decision, never the answer.

    Attributes:
        services: How many were asked for.
        modularity: Newman's Q of it, -0.5 to 1, over imports, fields, manifests and shared words.
        stability: Share of pairs of managers that two of the tried seeds put together or apart
            alike, 0 to 1, averaged over all pairs of seeds.
        seeds: How many were tried.
        unsteady: Managers that not all seeds put with the same neighbours, the least steady first,
            and how much of their group the seeds keep on average (Jaccard, 0 to 1).
    """

    services: int
    groups: tuple[ServiceGroup, ...]
    modularity: float
    stability: float
    seeds: int
    unsteady: tuple[tuple[str, float], ...] = ()


class Question(Frozen):
    """What a screen asks of the probe `consolidation`: the subject of its `Look`.

    Taking back the last step is asking the same without it.

    Attributes:
        steps: One after the other, from the ecosystem as it is.
        services: How many services to suggest; of fewer managers as many as there are.
    """

    steps: tuple[Step, ...] = ()
    services: int = Field(default=4, ge=1)


class ConsolidationView(Frozen):
    """What the dashboard shows of consolidation; empty as long as nobody asked.

    Attributes:
        outcome: Of the steps chosen.
        pairs: Of managers, those that speak most for a merge first; at most as many as are worth
            a look.
        ranked: How many pairs there are.
        partition: For the number of services asked for; None while none was.
        reorganisation: What the plan's folders core, specialized, integration and infrastructure
            would take; None where no document says which manager goes where.
    """

    kind: Literal["consolidation"] = "consolidation"
    outcome: Outcome | None = None
    pairs: tuple[PairRank, ...] = ()
    ranked: int = 0
    partition: Partition | None = None
    reorganisation: Outcome | None = None
