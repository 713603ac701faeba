"""What some steps would bring, whole: graph, names, lines to rewrite, responsibilities, scores."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import networkx as nx

from backend.managers.calls import Call
from backend.managers.consolidation.arrangement import Arrangement, arranged, as_it_is
from backend.managers.consolidation.called import called
from backend.managers.consolidation.collisions import collisions
from backend.managers.consolidation.extraction import extracted_rewrites
from backend.managers.consolidation.go_files import module_changes
from backend.managers.consolidation.obstacles import obstacles
from backend.managers.consolidation.outside import Link, between, importers
from backend.managers.consolidation.removal import orphaned_uses
from backend.managers.consolidation.rewrites import (
    clauses,
    is_met,
    moves,
    recovered_rewrites,
    script_rewrites,
    strict_rewrites,
)
from backend.managers.consolidation.uses import Use, spots, uses
from backend.managers.cycles import cycles
from backend.managers.declared import declared_rows
from backend.managers.graph import import_graph
from backend.managers.names import Names
from backend.managers.raci import Ground, matrices, scores
from backend.managers.raci_findings import inferred_findings
from backend.managers.source import SourceFile
from backend.managers.survey import (
    Judged,
    Survey,
    about,
    calls_of,
    cohesions,
    figures,
    scored,
    traces_of,
)
from backend.model.consolidation import (
    Outcome,
    Rewrite,
    ScoreChange,
    Step,
    Totals,
)
from backend.model.ecosystem import Dependency, Manager
from backend.model.finding import Finding
from backend.model.redundancy import Group


@dataclass(frozen=True)
class Figures:
    """An ecosystem in the figures that are compared."""

    graph: "nx.DiGraph[str]"
    managers: tuple[Manager, ...]
    broken: Mapping[str, Finding]

    @property
    def totals(self) -> Totals:
        """The same in a few numbers."""
        scores = [item.score.value for item in self.managers if item.score is not None]
        tangled = [part for part in nx.strongly_connected_components(self.graph) if len(part) > 1]
        return Totals(
            managers=sum(item.is_manager for item in self.managers),
            edges=self.graph.number_of_edges(),
            tangled=sum(map(len, tangled)),
            mean_score=round(sum(scores) / len(scores), 2) if scores else None,
        )


class Planner:
    """Answers what-if questions about one survey; what the questions share is worked out once.

    Args:
        seen: The ecosystem as it is.
        copied: Groups of copied code, for the lines that a merge saves.
    """

    def __init__(self, seen: Survey, copied: Sequence[Group] = ()) -> None:
        self.seen = seen
        self.copied = [group for group in copied if group.kind in ("block", "function")]

    @cached_property
    def known(self) -> frozenset[Path]:
        """Folders with Go files of a manager."""
        return frozenset(
            file.folder for read in self.seen.read for file in read.files if file.language == "Go"
        )

    @cached_property
    def outside(self) -> tuple[SourceFile, ...]:
        """Files of no manager that import one."""
        return importers(self.seen, self.known)

    @cached_property
    def between(self) -> tuple[frozenset[Link], frozenset[Link]]:
        """Imports from managers' packages to others of the repository, and among those."""
        return between(self.seen, self.known)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every import of a manager's package, as it is."""
        return tuple(self._uses(as_it_is(self.seen.read)))

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every call from one manager into another, as it is."""
        return calls_of(self.seen)

    @cached_property
    def before(self) -> Figures:
        """The ecosystem as it is."""
        return self._figures(as_it_is(self.seen.read))

    def outcome(self, steps: Sequence[Step]) -> Outcome:
        """What the steps would bring, one after the other; an empty chain brings nothing.

        Managers may be called by any of their names.
        """
        known = {read.name for read in self.seen.read}
        steps = [called(step, self.seen.names, known) for step in steps]
        now = arranged(self.seen.read, steps)
        after = self._figures(now) if steps else self.before
        used = tuple(self._uses(now)) if steps else self.uses
        rewrites = self._rewrites(now, used)
        moved = tuple(moves(now))
        edges = set(self.before.graph.edges), set(after.graph.edges)
        was, then = cycles(self.before.graph), cycles(after.graph)
        tests = _tests(now) & {one.old for one in moved} | {
            one.path for one in rewrites if one.test
        }
        return Outcome(
            steps=tuple(steps),
            problems=now.problems,
            before=self.before.totals,
            after=after.totals,
            edges_new=tuple(sorted(edges[1] - edges[0])),
            edges_gone=tuple(sorted(edges[0] - edges[1])),
            cycles_new=tuple(cycle for cycle in then if cycle not in was),
            cycles_gone=tuple(cycle for cycle in was if cycle not in then),
            moves=moved,
            clauses=tuple(clauses(now)),
            rewrites=rewrites,
            collisions=tuple(collisions(now, _gone(used))),
            obstacles=tuple(obstacles(self.uses, used, now, *self._around(now))),
            modules=tuple(module_changes(self.seen.read, now, self.seen.modules)),
            tests_touched=tuple(sorted(tests)),
            lines_saved=self._saved(now),
            scores=_scores(self.before, after, now),
            raci_new=_missing(after.broken, self.before.broken),
            raci_gone=_missing(self.before.broken, after.broken),
        )

    def _uses(self, now: Arrangement) -> Iterable[Use]:
        modules = self.seen.modules
        return uses(now, spots(now, modules), self.known, modules, self.outside)

    def _around(self, now: Arrangement) -> tuple[frozenset[Link], frozenset[Link]]:
        """Imports to and among packages outside the managers, as they are and as they would be."""
        leaving, among = self.between
        places = spots(now, self.seen.modules) if leaving else {}
        moved = frozenset((places[one].folder, to) for one, to in leaving if one in places)
        return leaving | among, moved | among

    def _rewrites(self, now: Arrangement, used: Iterable[Use]) -> tuple[Rewrite, ...]:
        modules = self.seen.modules
        places = spots(now, modules)
        extracted = tuple(extracted_rewrites(now, used, modules))
        told = {(one.path, one.line, one.old) for one in extracted}
        orphaned = orphaned_uses(self.uses, used)
        found = {
            *strict_rewrites(self.uses, used),
            *(one for one in orphaned if (one.path, one.line, one.old) not in told),
            *recovered_rewrites(self.seen.read, now, places, self.seen.resolver),
            *extracted,
            *script_rewrites(self.seen.dependencies, self.seen.read, now),
        }
        return tuple(sorted(found, key=lambda one: (one.path, one.line, one.old)))

    def _figures(self, now: Arrangement) -> Figures:
        read = [held.read() for held in now.managers.values()]
        dependencies = _dependencies(self.seen.dependencies, now)
        graph = import_graph((item.name for item in read), dependencies)
        managers = figures(read, graph, dependencies, Judged(scored(read), cohesions(read)))
        texts = [
            text
            if now.names.get(text.manager, text.manager) == text.manager
            else replace(text, manager=now.names.get(text.manager) or "")
            for text in self.seen.texts
        ]
        names = Names(
            (item.found.path, new)
            for item in self.seen.read
            if (new := now.names.get(item.name)) is not None
        )
        declared = tuple(declared_rows(self.seen.texts, names))
        called = _calls(self.calls, now)
        ground = Ground(
            scores(managers),
            traces_of(read, texts),
            dependencies,
            called,
            declared,
            names,
            about=about(read),
        )
        broken = {one.id: one for one in inferred_findings(*matrices(ground), ground.reach)}
        return Figures(graph, managers, broken)

    def _saved(self, now: Arrangement) -> int:
        """Lines of copies that managers which have become one shared, all but the longest's.

        Copies within one manager need no merge to go, and do not count.
        """
        saved = 0
        for group in self.copied:
            lines: dict[str, Counter[str]] = defaultdict(Counter)
            for site in group.sites:
                home = now.names.get(site.manager)
                if home is not None:
                    lines[home][site.manager] += site.end - site.line + 1
            saved += sum(held.total() - max(held.values()) for held in lines.values())
        return saved


def _dependencies(dependencies: Iterable[Dependency], now: Arrangement) -> tuple[Dependency, ...]:
    """The same between the managers as they would be, none of one with itself."""
    found: dict[tuple[str, str], Dependency] = {}
    for one in dependencies:
        source = now.names.get(one.source)
        target = now.names.get(one.target, one.target)
        if source is None or target is None or source == target:
            continue
        before = found.get((source, target))
        evidence = (*before.evidence, *one.evidence) if before else one.evidence
        found[source, target] = Dependency(source=source, target=target, evidence=evidence)
    return tuple(found[pair] for pair in sorted(found))


def _calls(calls: Iterable[Call], now: Arrangement) -> tuple[Call, ...]:
    """The same between the managers as they would be, none of one into itself."""
    found = []
    for one in calls:
        source, target = now.names.get(one.source), now.names.get(one.target)
        if source is not None and target is not None and source != target:
            found.append(replace(one, source=source, target=target))
    return tuple(found)


def _gone(used: Iterable[Use]) -> set[tuple[str, int]]:
    """Imports that go, as what they lead to is gone or becomes the file's own package."""
    return {
        (use.importer.file.path, use.item.line) for use in used if use.target is None or is_met(use)
    }


def _tests(now: Arrangement) -> set[str]:
    return {
        placed.file.path
        for held in now.managers.values()
        for placed in held.files
        if placed.file.test
    }


def _scores(before: Figures, after: Figures, now: Arrangement) -> tuple[ScoreChange, ...]:
    """Managers whose score moves, those that are gone or new included."""
    was = {item.name: item.score.value if item.score else None for item in before.managers}
    then = {item.name: item.score.value if item.score else None for item in after.managers}
    changed = {name for name in was.keys() | then.keys() if was.get(name) != then.get(name)}
    concerned = (
        {name for name, new in now.names.items() if new != name or len(now.managers[new].was) > 1}
        if now.names
        else set()
    )
    told = sorted(changed & (concerned | (then.keys() - was.keys())))
    return tuple(
        ScoreChange(manager=name, before=was.get(name), after=then.get(name)) for name in told
    )


def _missing(some: Mapping[str, Finding], others: Mapping[str, Finding]) -> tuple[Finding, ...]:
    return tuple(one for key, one in sorted(some.items()) if key not in others)
