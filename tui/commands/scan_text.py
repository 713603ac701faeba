"""An ecosystem as text for people: 80 columns and what does not fit cut with an ellipsis."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from backend.model.ecosystem import Dependency, Ecosystem, Manager
from backend.model.finding import Evidence, Severity
from backend.model.raci import Cell, Raci, RaciRow
from backend.model.redundancy import Redundancy
from tui.commands.contract_text import contract, figures
from tui.commands.counts_text import counts
from tui.commands.stated_text import shares, stated
from tui.widgets.marks import counted
from tui.widgets.text import clean, crop, width

FINDINGS = 25
"""Findings that are printed; the rest is counted."""

GROUPS = 12
"""Groups of redundancy that are printed."""

WIDTH = 80
"""Columns of the longest lines."""

ACTIVITIES = 20
"""Activities that are printed."""

NAME = 30
"""Columns of a manager's name."""

_MARKS = {Severity.ACT: "■ act ", Severity.LOOK: "▲ look", Severity.NOTE: "· note"}
_ORDER = ("strict", "recovered", "ambiguous")
_EXCLUDED = "excluded from builds"


def report(ecosystem: Ecosystem) -> Iterator[str]:
    """The lines of the report, section by section; why there are none where no manager is."""
    if not ecosystem.managers:
        yield f"no managers in {', '.join(clean(root) for root in ecosystem.roots)}"
        yield "  each direct folder that holds code or documents is one: name the folder of those"
        if ecosystem.findings:
            yield from _findings(ecosystem)
        return
    yield from _managers(ecosystem.managers)
    yield ""
    yield from figures(ecosystem.managers)
    yield ""
    if ecosystem.contract is not None:
        yield from contract(ecosystem.contract)
        yield ""
    if ecosystem.counts:
        yield from counts(ecosystem.counts)
        yield ""
    if ecosystem.stated:
        yield from stated(ecosystem.stated)
        yield ""
    if ecosystem.shares:
        yield from shares(ecosystem.shares)
        yield ""
    yield from _dependencies(ecosystem.dependencies)
    yield ""
    yield from _cycles(ecosystem)
    yield ""
    yield from _raci(ecosystem)
    yield ""
    yield from _redundancy(ecosystem.redundancy)
    yield ""
    yield from _findings(ecosystem)


def _managers(managers: Sequence[Manager]) -> Iterator[str]:
    named = sum(manager.is_manager for manager in managers)
    shared = sum(manager.shared for manager in managers)
    loose = ", loose files" if named + shared < len(managers) else ""
    files = sum(manager.files for manager in managers)
    lines = sum(manager.lines for manager in managers)
    yield (
        f"MANAGERS {named}, shared folders {shared}{loose}, "
        f"{counted(files, 'file')}, {counted(lines, 'line')}"
    )
    yield f"  {_left('', NAME)} files   lines  Ca  Ce     I  layer   SRP  languages"
    for manager in managers:
        coupling = manager.coupling
        yield (
            f"  {_left(manager.name, NAME)} {manager.files:5,} {manager.lines:7,} "
            f"{_number(coupling.afferent, 0):>3} {_number(coupling.efferent, 0):>3} "
            f"{_number(coupling.instability, 2):>5} "
            f"{manager.layer:6} {_number(manager.score.value if manager.score else None):>5}  "
            f"{', '.join(manager.languages) or 'documents only'}"
            f"{' (shared)' if manager.shared else ''}"
        )


def _dependencies(dependencies: Iterable[Dependency]) -> Iterator[str]:
    by_resolution: dict[str, list[Dependency]] = {name: [] for name in _ORDER}
    dangling, kinds = 0, Counter[str]()
    for dependency in dependencies:
        resolution = dependency.resolution()
        if resolution in by_resolution:
            by_resolution[resolution].append(dependency)
        dangling += sum(item.resolution == "dangling" for item in dependency.evidence)
        kinds.update(dependency.kinds() - {"import", "test_import"})
    counts = ", ".join(
        f"{sum(one.aside() != _EXCLUDED for one in found)} {name}"
        for name, found in by_resolution.items()
    )
    yield f"DEPENDENCIES by import: {counts}; {counted(dangling, 'import')} dangling"
    others = ", ".join(
        f"{count} by {kind.replace('_', ' ')}" for kind, count in sorted(kinds.items())
    )
    if others:
        yield f"  beside imports: {others}"
    for name, found in by_resolution.items():
        for dependency in found:
            yield f"  {name:<9} {_edge(dependency, name)}"


def _edge(dependency: Dependency, resolution: str) -> str:
    imports = [item for item in dependency.evidence if item.resolution == resolution]
    first = imports[0]
    rules = sorted({item.rule for item in imports if item.rule})
    notes = [*rules, *filter(None, [dependency.aside()])]
    more = f" and {len(imports) - 1} more" if len(imports) > 1 else ""
    note = f" ({', '.join(notes)})" if notes else ""
    return f"{clean(f'{dependency.source} → {dependency.target}')}{note}  {_place(first)}{more}"


def _place(evidence: Evidence) -> str:
    return f"{clean(evidence.path)}:{evidence.line}"


def _cycles(ecosystem: Ecosystem) -> Iterator[str]:
    yield (
        f"CYCLES {len(ecosystem.cycles)} found in imports, "
        f"{len(ecosystem.declared_cycles)} claimed in documents"
    )
    for word, cycles in (("found", ecosystem.cycles), ("claimed", ecosystem.declared_cycles)):
        for cycle in cycles:
            yield f"  {word:<9} {clean(' → '.join((*cycle, cycle[0])))}"
    for edge in ecosystem.feedback:
        yield f"  {'to cut':<9} {clean(' → '.join(edge))}"
    for cycle in ecosystem.traced_cycles or ():
        yield f"  {'any trace':<9} {clean(' → '.join((*cycle, cycle[0])))}"


def _raci(ecosystem: Ecosystem) -> Iterator[str]:
    activities = ecosystem.raci.activities
    yield "RACI as found, or as declared ⇢ found; SRP score 0 to 10 likewise"
    yield f"  {_left('', NAME)} {''.join(f'{name:<12}' for name in activities)}SRP"
    for row in ecosystem.raci.rows:
        cells = "".join(f"{_cell(cell):<12}" for cell in row.cells)
        note = "" if row.found else " not found"
        yield f"  {_left(row.manager, NAME)} {cells}{_score(row)}{note}"
    if any(cell.override for row in ecosystem.raci.rows for cell in row.cells):
        yield "  ! set by people in raci.toml"
    if ecosystem.raci_detail.activities:
        yield from _activities(ecosystem.raci_detail)


def _activities(raci: Raci) -> Iterator[str]:
    """The activities that most managers do, each in a line."""
    yield f"ACTIVITIES {len(raci.activities)}, each a capability in a phase; those that most do"
    told = {name: [raci.holders(name, letter) for letter in "RACI"] for name in raci.activities}
    for name in sorted(told, key=lambda name: (-len(told[name][0]), name))[:ACTIVITIES]:
        does, answers, asked, informed = told[name]
        others = [one for one in does if one not in answers]
        said = [f"A {', '.join(answers) or 'nobody'}"]
        said += [f"R {', '.join(others)}"] if others else []
        said += [f"C {len(asked)}"] if asked else []
        said += [f"I {len(informed)}"] if informed else []
        yield crop(f"  {_left(name, NAME)} {clean('; '.join(said))}", WIDTH)
    if len(told) > ACTIVITIES:
        yield f"  and {len(told) - ACTIVITIES} more: --format csv --table activities tells all"


def _cell(cell: Cell) -> str:
    found = str(cell.in_force or "·")
    found = f"{found}!" if cell.override else found
    return found if cell.declared is None else f"{cell.declared} ⇢ {found}"


def _score(row: RaciRow) -> str:
    found = _number(row.score)
    return found if row.declared_score is None else f"{row.declared_score:g} ⇢ {found}"


def _redundancy(redundancy: Redundancy) -> Iterator[str]:
    groups = [group for group in redundancy.groups if group.role == "production"]
    count = Counter(group.kind for group in groups)
    names = Counter(group.kind for group in groups if len(group.shapes) > 1)["name"]
    yield f"REDUNDANCY {counted(count['name'], 'name')} shared, {names} of them in several shapes"
    if redundancy.copied is not None and redundancy.lines:
        share = 100 * redundancy.copied / redundancy.lines
        many = counted(count["block"] + count["function"], "group")
        yield f"  {share:.1f} % of {redundancy.lines:,} lines of Go in {many} of near copies"
    for pattern in redundancy.patterns:
        ways = ", ".join(f"{way.name} {len(way.managers)}" for way in pattern.variants)
        many = counted(len(pattern.managers), "manager")
        yield crop(f"  {many:>12}  {pattern.name}: {clean(ways)}", WIDTH)
    shared = [group for group in groups if len(group.managers) > 1 and group.kind != "overlap"]
    if shared:
        yield "  what costs most: lines that a merge saves, managers to visit, drift"
    for group in shared[:GROUPS]:
        cost = group.cost
        yield (
            f"  {cost.value:7,.0f}  {_left(group.name, NAME)} {cost.lines:5,} lines "
            f"{cost.managers:3} managers {100 * cost.drift:3.0f} % apart"
        )


def _findings(ecosystem: Ecosystem) -> Iterator[str]:
    count = Counter(finding.severity for finding in ecosystem.findings)
    yield "FINDINGS " + ", ".join(
        f"{count[severity]} {severity}" for severity in reversed(Severity)
    )
    for finding in ecosystem.findings[:FINDINGS]:
        yield f"  {_MARKS[finding.severity]} {clean(finding.summary)}"
        if finding.claim and finding.fact:
            yield f"         {clean(finding.claim)} ⇢ {clean(finding.fact)}"
    rest = len(ecosystem.findings) - FINDINGS
    if rest > 0:
        yield f"  and {rest} more: --format json tells all of them, with evidence"


def _left(text: str, cells: int) -> str:
    shown = crop(text, cells)
    return shown + " " * (cells - width(shown))


def _number(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
