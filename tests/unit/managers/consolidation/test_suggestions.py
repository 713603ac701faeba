"""What is suggested: pairs, partitions, and the folders that a plan draws."""

import pytest

from backend.managers.consolidation.outcome import Planner
from backend.managers.consolidation.pairs import ranked_pairs
from backend.managers.consolidation.partition import partition
from backend.managers.consolidation.reorganisation import wanted_moves
from backend.managers.documents import Document
from backend.managers.survey import Survey
from backend.model.consolidation import Merge, Move
from backend.model.redundancy import Cost, Group, Site
from tests.unit.managers.consolidation.conftest import Planning


def manager(name: str, *words: str, uses: str = "") -> dict[str, str]:
    """A manager whose functions speak of some words."""
    imports = f'import "example.org/app/managers/{uses}"\n' if uses else ""
    functions = "".join(f"func {word}() {{}}\n" for word in words)
    return {f"{name}/{name}.go": f"package {name.replace('-', '')}\n\n{imports}\n{functions}"}


MAIL = ("SendMail", "QueueMail", "FormatMail", "MailTemplate", "AttachFile")
VECTOR = ("StoreVector", "SearchVector", "IndexVector", "VectorDistance", "LoadVectors")
TREE: dict[str, str | bytes] = {
    **manager("email-manager", *MAIL),
    **manager("notification-manager", *MAIL, uses="email-manager"),
    **manager("qdrant-manager", *VECTOR, "SendStatus"),
    **manager("vector-manager", *VECTOR, "PrintStatus", uses="qdrant-manager"),
    **manager("gateway", "OpenDoor", "CloseDoor", uses="vector-manager"),
}
MODULE = {"../go.mod": "module example.org/app\n\ngo 1.24\n"}


@pytest.fixture
def planner(planning: Planning) -> Planner:
    """Two pairs that belong together, and one between."""
    return planning({**TREE, **MODULE})


def test_pairs_that_speak_of_the_same_come_first(planner: Planner) -> None:
    ranks = ranked_pairs(planner)
    assert len(ranks) == 10
    assert {ranks[0].managers, ranks[1].managers} == {
        ("email-manager", "notification-manager"),
        ("qdrant-manager", "vector-manager"),
    }
    assert ranks[0].edges == 1
    assert [rank.value for rank in ranks] == sorted((r.value for r in ranks), reverse=True)


def test_a_rank_foresees_what_the_merge_tangles(planner: Planner) -> None:
    """The ranks leave out building each merged graph; the outcome of each merge does not."""
    for rank in ranked_pairs(planner):
        merged = planner.outcome([Merge(managers=rank.managers, into=rank.managers[0])])
        assert rank.tangled == merged.after.tangled - merged.before.tangled, rank


def test_a_pair_around_a_third_tangles(planner: Planner) -> None:
    (rank,) = [r for r in ranked_pairs(planner) if r.managers == ("gateway", "qdrant-manager")]
    assert rank.tangled == 2


def test_a_partition_is_the_same_on_every_run_and_says_how_steady_it_is(planner: Planner) -> None:
    found = partition(planner, 3)
    assert found == partition(planner, 3)
    assert len(found.groups) == 3
    assert ("email-manager", "notification-manager") in [one.managers for one in found.groups]
    assert any({"qdrant-manager", "vector-manager"} <= set(one.managers) for one in found.groups)
    assert sorted(name for group in found.groups for name in group.managers) == sorted(
        name for name in planner.before.graph
    )
    assert 0 <= found.stability <= 1
    assert found.modularity > 0


@pytest.mark.parametrize("services", [0, 6])
def test_more_services_than_managers_are_refused(planner: Planner, services: int) -> None:
    with pytest.raises(ValueError, match="cannot be made"):
        partition(planner, services)


DRAWN = """# Plan

```
development/managers/
├── core/                   # foundations
│   ├── email-manager/
│   └── qdrant-manager/
├── infrastructure/
│   └── ...
└── vector-manager/
```
see core/gateway/ later
"""


@pytest.mark.parametrize("branch", ["├── ", "â”œâ”€â”€ ", "+-- ", "    "])
def test_a_drawn_tree_says_where_managers_go(planner: Planner, branch: str) -> None:
    text = DRAWN.replace("├── ", branch).replace("└── ", branch)
    moves = wanted_moves(_documents(text), planner.seen.read, planner.seen.names)
    assert moves == (
        Move(manager="email-manager", to="core/email-manager"),
        Move(manager="qdrant-manager", to="core/qdrant-manager"),
    )


def _documents(text: str) -> list[Document]:
    return [Document(path="plan.md", manager="", lines=tuple(text.split("\n")))]


def test_the_survey_is_left_as_it_was(planner: Planner) -> None:
    before: Survey = planner.seen
    planner.outcome([Merge(managers=("gateway", "email-manager"), into="gateway")])
    assert planner.seen is before


def test_managers_that_share_nothing_are_parted_without_a_figure_that_is_none(
    planning: Planning,
) -> None:
    found = partition(planning({"a/a.go": "package a\n", "b/b.go": "package b\n"}), 2)
    assert found.modularity == 0
    assert [one.managers for one in found.groups] == [("a",), ("b",)]


def copies(*sites: tuple[str, int]) -> Group:
    """A group of copied code: manager and lines of each copy."""
    placed = tuple(
        Site(manager=name, path=f"{name}/{at}.go", line=1, end=lines)
        for at, (name, lines) in enumerate(sites)
    )
    cost = Cost(lines=0, managers=0, drift=0, value=0)
    return Group(id="function-1", kind="function", name="f", sites=placed, cost=cost)


def test_a_merge_saves_the_copies_that_both_hold_and_the_rank_says_the_same(
    planner: Planner,
) -> None:
    """Two copies within one manager need no merge to become one."""
    pair = ("email-manager", "notification-manager")
    within = copies(("email-manager", 40), ("email-manager", 40))
    both = copies(("email-manager", 12), ("notification-manager", 10), ("gateway", 30))
    told = Planner(planner.seen, [within, both])
    (rank,) = [one for one in ranked_pairs(told) if one.managers == pair]
    outcome = told.outcome([Merge(managers=pair, into=pair[0])])
    assert outcome.lines_saved == rank.lines_saved == 10
    assert told.outcome([]).lines_saved == 0
