"""What documents state of a manager, in the side panel."""

from backend.model.ecosystem import Ecosystem
from backend.model.finding import Evidence
from backend.model.stated import HELD, Share, ShareClaim, Stated
from tui.panes.graph.stated import stated

HERE = (Evidence(kind="document", path="A.md", line=1, text=""),)


def told(ecosystem: Ecosystem, cells: int = 60) -> list[str]:
    return ["".join(text for text, _ in line) for line in stated(ecosystem, "a-manager", cells)]


def things(*held: str) -> Ecosystem:
    found = [
        Stated(
            what="module", name=f"{place}.go", manager="a-manager", held=state, fact="", lines=1,
            evidence=HERE,
        )
        for place, state in enumerate(one for one in HELD if one in held)
    ]  # fmt: skip
    return Ecosystem(stated=(*found, *(one.model_copy(update={"manager": "b"}) for one in found)))


def test_how_many_things_are_not_as_stated() -> None:
    assert told(things(*HELD)) == [" 4 things stated ⇢ 1 elsewhere, 1 reversed, 1 nowhere"]
    assert told(things(*HELD), 30) == [" 4 things stated ⇢ 1 elsewher…"]


def test_what_is_as_stated_takes_no_line() -> None:
    assert told(things("exists")) == []


def test_percentages_stand_beside_what_was_counted() -> None:
    claims = (ShareClaim(value=95.5, lines=1, evidence=HERE),)
    shares = [
        Share(what=what, manager=manager, counted=counted, claims=claims)
        for what, manager, counted in (
            ("test coverage", "a-manager", None),
            ("interface implemented", "a-manager", 16.7),
            ("other", "a-manager", None),
            ("progress", "b-manager", None),
        )
    ]
    assert told(Ecosystem(shares=tuple(shares))) == [
        " test coverage 95.5 % stated ⇢ not counted here",
        " interface implemented 95.5 % stated ⇢ 17 %",
    ]
