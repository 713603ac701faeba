"""Plans that declare more than they have ticked."""

from backend.model.finding import Evidence
from backend.model.plan import Contradiction, Phase, Plan, Plans


def plans() -> Plans:
    """Two plans, one of which declares more than it has ticked, and a file that is none."""
    return Plans(
        plans=(
            Plan(
                path="plans/plan-dev-v57.md",
                title="Consolidation of the managers",
                encoding="windows-1254, repaired",
                declared_percent=80,
                counted_percent=12.5,
                done=32,
                total=256,
                phases=(
                    Phase(title="Phase 1: audit", declared_percent=100, done=30, total=40, line=12),
                    Phase(title="Phase 2: migration", declared_percent=None, done=2, total=216),
                ),
                contradictions=(
                    Contradiction(
                        summary="Phase 1 says done",
                        claim="100 %",
                        fact="75 %",
                        evidence=(
                            Evidence(
                                kind="heading",
                                path="plans/plan-dev-v57.md",
                                line=12,
                                text="## Phase 1: audit (100 %)",
                            ),
                        ),
                    ),
                ),
            ),
            Plan(
                path="plans/plan-dev-v49.md",
                title="Errors",
                declared_percent=50,
                counted_percent=50,
                done=5,
                total=10,
            ),
        )
    )
