from backend.model.ecosystem import Ecosystem, Manager
from backend.model.finding import Evidence
from backend.model.stated import Held, Share, ShareClaim, Stated, Subject
from tui.commands.stated_text import SHARES, WRONG, shares, stated
from tui.exports.markdown import markdown
from tui.exports.tables import csv_lines, shares_table, stated_table

HERE = (Evidence(kind="document", path="A.md", line=4, text=""),)


def thing(name: str, held: Held, what: Subject = "module", manager: str = "a-manager") -> Stated:
    fact = "nothing of that name" if held == "nowhere" else "somewhere"
    return Stated(
        what=what, name=name, manager=manager, held=held, fact=fact, lines=2, evidence=HERE
    )


def share(what: str, counted: float | None, *values: float, beside: str = "") -> Share:
    claims = tuple(ShareClaim(value=value, lines=1, evidence=HERE) for value in values)
    return Share(what=what, counted=counted, beside=beside, claims=claims)


THINGS = (
    thing("a.go", "exists"),
    thing("b.go", "elsewhere"),
    thing("c.go", "nowhere"),
    thing("b-manager", "reversed", "dependency"),
    thing("c-manager", "exists", "manager", ""),
)
SOME = (
    share("duplicated code", 20.14, 40.0, beside="2 of 10 lines of Go"),
    share("test coverage", None, 95.5, 90.0),
)


def test_each_kind_is_counted_and_what_is_not_so_is_told() -> None:
    assert list(stated(THINGS)) == [
        "STATED in documents and manifests ⇢ in the code",
        "  1 manager ⇢ 1 exists",
        "  3 source files ⇢ 1 exists, 1 elsewhere, 1 nowhere",
        "    nowhere   a-manager: c.go ⇢ nothing of that name  A.md:4",
        "    elsewhere a-manager: b.go ⇢ somewhere  A.md:4",
        "  1 dependency ⇢ 1 reversed",
        "    reversed  a-manager → b-manager ⇢ somewhere  A.md:4",
    ]


def test_what_is_not_counted_is_said_so_and_no_zero() -> None:
    assert list(shares(SOME)) == [
        "PERCENTAGES as documents state them ⇢ as counted here",
        "  duplicated code: 40 % ⇢ 20.1 % (2 of 10 lines of Go)",
        "    in 1 line, first A.md:4",
        "  test coverage: 95.5 / 90 % ⇢ not counted here",
        "    in 2 lines, first A.md:4",
    ]


def test_long_lists_end_with_how_many_more() -> None:
    *_, last = stated([thing(f"{number}.go", "nowhere") for number in range(WRONG + 3)])
    assert last == "    and 3 more: --format csv --table stated tells all"
    *_, last = shares([share("other", None, 1.0)] * (SHARES + 1))
    assert last == "  and 1 more: --format csv --table shares tells all"


def test_tables_and_the_markdown_report() -> None:
    alone = Manager(name="a-manager", path="a-manager", root="m", languages=())
    ecosystem = Ecosystem(managers=(alone,), stated=THINGS, shares=SOME)
    assert csv_lines(*shares_table(ecosystem)).splitlines() == [
        "what,manager,stated,lines,counted,beside,path,line",
        "duplicated code,,40.0,1,20.14,2 of 10 lines of Go,A.md,4",
        "test coverage,,95.5,1,,,A.md,4",
        "test coverage,,90.0,1,,,A.md,4",
    ]
    assert csv_lines(*stated_table(ecosystem)).splitlines()[1] == (
        "module,a-manager,a.go,exists,somewhere,2,A.md,4"
    )
    lines = list(markdown(ecosystem))
    assert "| module | 1 | 1 | 0 | 1 |" in lines
    assert "| test coverage |  | 95.50 | 1 | – |  | A.md:4 |" in lines
    assert "| module | a-manager | c.go | nowhere | nothing of that name | 2 | A.md:4 |" in lines
    assert not any("| a.go |" in line for line in lines)
