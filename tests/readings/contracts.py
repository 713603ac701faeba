"""What the managers are asked for: methods of an interface, counts of documents."""

from backend.model.contract import Contract, ContractMethod, Implementation, Implemented
from backend.model.counts import Count, CountClaim
from backend.model.finding import Evidence


def contract() -> Contract:
    """Three methods, one manager with a method each way, and a mock."""
    place = "docs/plan-v57.md"
    wanted = {
        "Initialize": "(context.Context, interface{}) error",
        "Stop": "(context.Context) error",
        "GetStatus": "() ManagerStatus",
    }
    methods = tuple(
        ContractMethod(
            name=name,
            signature=signature,
            evidence=Evidence(kind="document", path=place, line=533 + at, text=name),
        )
        for at, (name, signature) in enumerate(wanted.items())
    )
    dependency, central = "dependency-manager/manager.go", "central-coordinator/discovery.go"
    return Contract(
        name="ManagerInterface",
        methods=methods,
        declared=(Evidence(kind="document", path=place, line=532, text="ManagerInterface"),),
        implementations=(
            Implementation(
                manager="central-coordinator",
                type="MockManager",
                evidence=Evidence(kind="type", path=central, line=161, text="MockManager"),
                methods=tuple(
                    _implemented(name, signature, central, 168 + 6 * at, same=True)
                    for at, (name, signature) in enumerate(wanted.items())
                ),
                mock=(
                    Evidence(kind="mock", path=central, line=161, text="MockManager", rule="name"),
                ),
            ),
            Implementation(
                manager="dependency-manager",
                type="Manager",
                evidence=Evidence(kind="type", path=dependency, line=20, text="Manager"),
                methods=(
                    _implemented("Initialize", "(context.Context) error", dependency, 43),
                    _implemented("Stop", "(context.Context) error", dependency, 71, same=True),
                ),
                missing=("GetStatus",),
            ),
        ),
    )


def counts() -> tuple[Count, ...]:
    """What two documents say there is, beside what was counted."""
    claims = tuple(
        CountClaim(
            value=value,
            lines=lines,
            evidence=(Evidence(kind="document", path=f"docs/{value}.md", line=4, text="managers"),),
        )
        for value, lines in ((26, 28), (19, 7))
    )
    return (Count(what="managers", counted=36, claims=claims),)


def _implemented(
    name: str, signature: str, path: str, line: int, *, same: bool = False
) -> Implemented:
    evidence = Evidence(kind="method", path=path, line=line, text=f"{name}{signature}")
    return Implemented(name=name, signature=signature, same=same, evidence=evidence)
