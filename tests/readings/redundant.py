"""What the sample's managers keep more than once."""

from backend.model.finding import Evidence
from backend.model.redundancy import (
    Claim,
    Cost,
    Group,
    Kind,
    Pattern,
    Redundancy,
    Shape,
    Site,
    Variant,
)
from backend.model.redundancy_view import RedundancyView
from backend.model.source import Excerpt, Place, SourceView

_HOLDERS = ("config-manager", "email-manager", "n8n-manager", "security-manager", "storage-manager")

SHARED = ("ErrorManager", "Config", "HealthStatus")


def site(manager: str, line: int = 12, end: int = 16, name: str = "") -> Site:
    folder = manager.removesuffix("-manager")
    return Site(manager=manager, path=f"{manager}/{folder}.go", line=line, end=end, name=name)


def named(name: str, value: float) -> Group:
    """A type of one name in three shapes."""
    sites = [site(manager, name=name) for manager in _HOLDERS]
    shapes = (
        Shape(form="struct", members=("Host string", "Port int"), sites=tuple(sites[:3])),
        Shape(form="struct", members=("Host string", "Retries int"), sites=(sites[3],)),
        Shape(
            form="interface",
            members=("Report(error)", "Validate() error"),
            sites=(sites[4],),
        ),
    )
    cost = Cost(lines=round(value / 2), managers=5, drift=0.4, value=value)
    return Group(
        id=f"name-{name}",
        kind="name",
        name=f"type {name}",
        sites=tuple(sites),
        shapes=shapes,
        similarity=0.6,
        cost=cost,
    )


def copied(kind: Kind, name: str) -> Group:
    """The same lines in two managers."""
    return Group(
        id=f"{kind}-{name}",
        kind=kind,
        name=name,
        sites=(site("email-manager", 20, 60), site("n8n-manager", 120, 160)),
        similarity=0.93,
        cost=Cost(lines=40, managers=2, drift=0.07, value=48.2),
        detail="41 lines, 93 % of their tokens alike",
    )


def patterns() -> tuple[Pattern, ...]:
    evidence = Evidence(
        kind="document", path="docs/AUDIT.md", line=88, text="- Logging: 26/26 managers, 3 systems"
    )
    zap = Variant(name="zap", managers=_HOLDERS[:3], count=9, sites=(site("config-manager", 4),))
    printed = Variant(name="fmt.Print", managers=_HOLDERS[2:], count=41, sites=())
    return (
        Pattern(
            id="pattern-logging",
            name="logging",
            variants=(zap, printed),
            managers=_HOLDERS,
            claims=(
                Claim(unit="managers", value=26, of=26, evidence=evidence),
                Claim(unit="variants", value=2, evidence=evidence),
            ),
            cost=Cost(lines=120, managers=5, drift=0.4, value=196),
        ),
        Pattern(
            id="pattern-retry",
            name="retry",
            variants=(
                Variant(name="a function of its own", managers=_HOLDERS[:2], count=3, sites=()),
            ),
            managers=_HOLDERS[:2],
            cost=Cost(lines=12, managers=2, drift=0, value=17),
        ),
    )


def scanned() -> Redundancy:
    """What every scan tells, copied code not looked for."""
    share = Evidence(kind="document", path="docs/AUDIT.md", line=12, text="~40 % duplicated")
    return Redundancy(
        groups=tuple(named(name, 240 - 60 * at) for at, name in enumerate(SHARED)),
        patterns=patterns(),
        lines=12_400,
        claims=(Claim(unit="percent", value=40, evidence=share),),
    )


def searched() -> RedundancyView:
    """The same with copied code."""
    known = scanned()
    groups = (*known.groups, copied("block", "41 lines"), copied("function", "func send, post"))
    return RedundancyView(redundancy=known.model_copy(update={"groups": groups, "copied": 1_314}))


_TEXTS = {
    "config-manager": ("type Config struct {", "\tHost string", "\tPort int", "}"),
    "security-manager": ("type Config struct {", "\tHost string `json:\"host\"`", "\tRetries int",
                         "\t// none: no retry", "}"),
    "storage-manager": ("type Config interface {", "\tReport(error)", "\tValidate() error", "}"),
}  # fmt: skip


def source(*managers: str, name: str = "Config") -> SourceView:
    """The source of a type in some managers."""
    return SourceView(
        excerpts=tuple(
            Excerpt(
                place=Place(manager=one, path=site(one).path, line=12, end=16, name=name),
                text=_TEXTS[one],
                methods=("Address(port int) string", "Validate() error")[: 1 + (one < "d")],
            )
            for one in managers
        )
    )
