"""The scan: folders with managers in, the ecosystem out. Nothing scanned is ever written."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from backend.config.aliases import Alias
from backend.managers.aliases import alias_findings
from backend.managers.beside import Work, beside, unswept
from backend.managers.contract.coverage import contract
from backend.managers.contract.findings import contract_findings
from backend.managers.counts import count_findings, counts
from backend.managers.cycle_findings import claimed_cycles, cycle_findings
from backend.managers.cycles import cycles, feedback_set
from backend.managers.declared import declared_rows
from backend.managers.folder_findings import clashes, orphan_sums, repeated_paths
from backend.managers.graph import import_graph, trace_graph
from backend.managers.internal_findings import internal_findings
from backend.managers.inventory import Inventory
from backend.managers.known import APART
from backend.managers.overrides import NONE, Overrides, override_findings, resolved
from backend.managers.packages import packages
from backend.managers.paper_findings import paper_findings
from backend.managers.prose import declared_cycles
from backend.managers.raci import Ground, matrices, scores
from backend.managers.raci_findings import contradictions, raci_findings
from backend.managers.reading import Reader
from backend.managers.redundancy import all_redundancy, redundancy_works
from backend.managers.redundancy.findings import redundancy_findings
from backend.managers.redundancy.places import is_manager
from backend.managers.stated.findings import share_findings, stated_findings
from backend.managers.stated.shares import Facts, shares
from backend.managers.stated.things import stated_things
from backend.managers.survey import (
    Judged,
    Survey,
    about,
    calls_of,
    cohesions,
    figures,
    look,
    scored,
    surveyed,
    traces_of,
)
from backend.managers.text import shown
from backend.managers.troubles import (
    document_findings,
    elsewhere_findings,
    file_findings,
    folder_findings,
    import_findings,
    package_findings,
    ranked,
    root_findings,
)
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding
from backend.model.redundancy import Redundancy


def scan(
    roots: Sequence[Path],
    documents: Sequence[Path] = (),
    reader: Reader | None = None,
    copied: bool = True,
    *,
    traced_cycles: bool = False,
    given: Overrides = NONE,
    aliases: Sequence[Alias] = (),
    there: Inventory | None = None,
) -> Ecosystem:
    """Read the managers below some folders.

    Args:
        roots: Folders whose direct folders are managers; those that are none are told in a
            finding.
        documents: Markdown files, or folders of them, whose claims are set beside the code.
        copied: Whether to look for copied code too: a tenth of a first scan's time, and as much of
            each later one's.
        traced_cycles: Whether to look for cycles of fields, manifests and documents too.
        aliases: Further names of managers.
        given: Letters of the responsibility matrix that people set.
        reader: What read an earlier state of the tree, to read only what changed.
        there: The inventory of the same roots, documents and aliases, where it was just taken.

    Returns:
        The same for the same tree, whatever the order of the file system.
    """
    with unswept():
        there, read = look(roots, documents, reader, aliases, there)
        scoring, cohering = Work(partial(scored, read)), Work(partial(cohesions, read))
        redundant = redundancy_works(read, there.texts, copied)
        copying, *others = redundant  # the first takes longest, so it is begun first
        # Without copied code it does not pay, and what single managers say is to be remembered.
        apart = (
            copied and (os.cpu_count() or 1) > 1 and sum(len(one.files) for one in read) >= APART
        )
        with beside([copying, scoring, cohering, *others], apart=apart) as done:
            seen = surveyed(there, read, aliases)
            late = _Late(
                lambda: Judged(done(scoring), done(cohering)),
                lambda: all_redundancy(map(done, redundant), read, there.texts),
            )
            return _concluded(roots, seen, given, late, traced_cycles=traced_cycles)


class _Late(NamedTuple):
    """What is asked for as late as possible: it may be worked out meanwhile."""

    judged: Callable[[], Judged]
    redundancy: Callable[[], Redundancy]


def _concluded(
    roots: Sequence[Path],
    seen: Survey,
    given: Overrides,
    late: _Late,
    *,
    traced_cycles: bool,
) -> Ecosystem:
    """What follows from what was read."""
    read, texts, names, dependencies = seen.read, seen.texts, seen.names, seen.dependencies
    graph = import_graph((item.name for item in read), dependencies)
    found, feedback = cycles(graph), feedback_set(graph)
    claimed = tuple(declared_cycles(texts, names))
    declared = tuple(declared_rows(texts, names))
    given = resolved(given, names)
    traced, called = traces_of(read, texts), calls_of(seen)
    stated = stated_things(seen, called, roots)
    agreed = contract(read, texts)
    packaged = packages(read, seen.modules)
    managers = figures(read, graph, dependencies, late.judged(), seen.aliases.known)
    ground = Ground(
        scores(managers),
        traced,
        dependencies,
        called,
        declared,
        names,
        given.live,
        about(read),
    )
    raci, detail = matrices(ground)
    counted = counts(managers, len(packaged), texts)
    findings = [
        *_of_files(roots, seen),
        *cycle_findings(found, feedback, dependencies),
        *claimed_cycles(claimed, dependencies),
        *raci_findings(raci, detail, ground.reach),
        *contradictions(declared, names),
        *override_findings(given),
        *contract_findings(agreed, managers),
        *count_findings(counted),
        *stated_findings(stated, {row.manager for row in raci.rows if not row.found}),
    ]
    redundancy = late.redundancy()
    told = shares(texts, names, Facts(managers, agreed, redundancy))
    findings += redundancy_findings(redundancy, sum(map(is_manager, read)))
    findings += share_findings(told)
    return Ecosystem(
        roots=tuple(shown(str(root)) for root in roots),
        managers=managers,
        packages=packaged,
        dependencies=dependencies,
        cycles=found,
        feedback=feedback,
        traced_cycles=cycles(trace_graph(graph, dependencies)) if traced_cycles else None,
        declared_cycles=tuple(sorted({cycle for cycle, _ in claimed})),
        raci=raci,
        raci_detail=detail,
        contract=agreed,
        counts=counted,
        stated=stated,
        shares=told,
        redundancy=redundancy,
        findings=ranked(findings),
    )


def _of_files(roots: Sequence[Path], seen: Survey) -> Iterator[Finding]:
    """Findings about roots, files, folders, packages and single imports."""
    return chain(
        root_findings(roots),
        alias_findings(seen.aliases),
        elsewhere_findings(seen.elsewhere),
        file_findings(seen.read),
        paper_findings(seen.read),
        folder_findings(seen.read),
        document_findings(seen.texts),
        package_findings(seen.read),
        clashes(seen.read),
        orphan_sums(seen.read),
        repeated_paths(seen.read),
        import_findings(seen.dependencies),
        internal_findings(seen.read, seen.modules),
    )
