"""The sample ecosystem with a matrix of activities: capabilities in a phase."""

from backend.model.ecosystem import Ecosystem
from backend.model.finding import Evidence
from backend.model.raci import Cell, Letter, Override, Raci, RaciRow
from tests.readings import sample

CAPABILITIES = ("alerts", "configuration", "credentials", "deployments", "email", "errors", "logs")
_PATTERNS: tuple[dict[int, Letter], ...] = (
    {0: "R/A", 3: "C"},
    {1: "R/A", 2: "R", 6: "R", 9: "I"},
    {4: "R/A"},
    {5: "A", 6: "R"},
)
OVERRIDE = Override(
    manager="cache-manager",
    activity="configuration/Planning",
    letter="C",
    reason="agreed in the review",
    by="operator",
    path="/work/raci.toml",
    line=3,
)


def _cell(manager: str, activity: str, letter: Letter) -> Cell:
    given = OVERRIDE if (manager, activity) == (OVERRIDE.manager, OVERRIDE.activity) else None
    return Cell(
        activity=activity,
        letter=letter,
        override=given,
        confidence=0.8 if letter in ("R", "R/A") else 0.4,
        reason="3 exported functions, documents weigh 1, 4.0 times the usual share",
        evidence=tuple(
            Evidence(
                kind="method",
                path=f"{manager}/desk.go",
                line=40 + place,
                text=f"Desk.Plan{place}(ctx context.Context) error",
            )
            for place in range(3)
        ),
    )


def activities() -> Raci:
    """28 activities of 36 managers, one column of four sound, one letter set by people."""
    rows = sample.ecosystem().raci.rows
    columns = [f"{name}/{phase}" for name in CAPABILITIES for phase in sample.ACTIVITIES]
    cells: dict[str, list[Cell]] = {row.manager: [] for row in rows}
    for place, activity in enumerate(columns):
        pattern = _PATTERNS[place % len(_PATTERNS)]
        for at, letter in pattern.items():
            manager = rows[(at + place) % len(rows)].manager
            cells[manager].append(_cell(manager, activity, letter))
    return Raci(
        activities=tuple(columns),
        rows=tuple(
            RaciRow(
                manager=row.manager,
                letters={cell.activity: cell.in_force for cell in held if cell.in_force},
                score=row.score,
                cells=tuple(held),
            )
            for row, held in zip(rows, cells.values(), strict=True)
        ),
    )


def responsible() -> Ecosystem:
    """The sample ecosystem with them."""
    return sample.ecosystem().model_copy(update={"raci_detail": activities()})
