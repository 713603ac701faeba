"""Two managers to be merged."""

from backend.model.consolidation import (
    Collision,
    ConsolidationView,
    FileMove,
    Merge,
    ModuleChange,
    Obstacle,
    Outcome,
    PairRank,
    Partition,
    Place,
    Rewrite,
    ScoreChange,
    ServiceGroup,
    Totals,
)


def consolidation() -> ConsolidationView:
    """Two managers to be merged, around a third."""
    before, after = (
        Totals(managers=count, edges=17, tangled=tangled, mean_score=6.0)
        for count, tangled in ((36, 0), (35, 2))
    )
    place = (Place(path="a-manager/a.go", line=3, manager="a-manager"),
             Place(path="b-manager/b.go", line=5, manager="b-manager"))  # fmt: skip
    outcome = Outcome(
        steps=(Merge(managers=("email-manager", "notification-manager"), into="email-manager"),),
        before=before,
        after=after,
        cycles_new=(("email-manager", "config-manager"),),
        edges_gone=(("notification-manager", "interfaces"),),
        moves=(FileMove(old="notification-manager/n.go", new="email-manager/n.go"),),
        rewrites=(
            Rewrite(path="config-manager/c.go", line=9, old="x/notification-manager",
                    new="x/email-manager", why="moved"),
        ),
        collisions=(
            Collision(folder="email-manager", name="Config", form="type", verdict="conflicting",
                      places=place),
        ),
        obstacles=(
            Obstacle(kind="internal", summary="x/internal is internal", path="a.go", line=4),
        ),
        modules=(ModuleChange(path="go.mod", old="replace x => ./b", new=""),),
        lines_saved=453,
        scores=(ScoreChange(manager="email-manager", before=6.3, after=4.4),),
    )  # fmt: skip
    return ConsolidationView(
        outcome=outcome.model_copy(update={"steps": ()}),
        pairs=(
            PairRank(managers=("email-manager", "notification-manager"), value=65.5,
                     closeness=0.2, edges=0, conflicts=0, tangled=0, lines_saved=453),
            PairRank(managers=("config-manager", "dependency-manager"), value=-1.5,
                     closeness=0.27, edges=1, conflicts=3, tangled=1, lines_saved=0),
        ),
        ranked=2,
        partition=Partition(
            services=2,
            groups=(
                ServiceGroup(managers=("email-manager", "notification-manager"),
                             words=("email", "template"), inner=3.5, outer=1.25),
                ServiceGroup(managers=("config-manager",), words=("config",), inner=0, outer=1.25),
            ),
            modularity=0.32, stability=0.93, seeds=20, unsteady=(("config-manager", 0.5),),
        ),
        reorganisation=outcome,
    )  # fmt: skip
