"""Imports of TypeScript and JavaScript by name, led by the files of their project."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.reading import Reader
from backend.managers.scan import scan
from backend.managers.survey import survey

Tree = Mapping[str, str | bytes]
Write = Callable[[Tree], Path]
Told = tuple[str, str | None, str | None]

THERE: Tree = {
    "managers/b-manager/package.json": json.dumps({"name": "@x/b"}),
    "managers/b-manager/src/index.ts": "export const b = 1\n",
    "managers/b-manager/src/deep/tool.tsx": "export const t = 1\n",
    "managers/a-manager/src/own.ts": "export const o = 1\n",
}

WORKSPACE = {"managers/package.json": json.dumps({"name": "top", "workspaces": ["*"]})}
PNPM = {"managers/pnpm-workspace.yaml": "packages:\n  - '*-manager'\n"}


def takes(**needed: str) -> Tree:
    said = {"name": "@x/a", "dependencies": {f"@x/{name}": it for name, it in needed.items()}}
    return {"managers/a-manager/package.json": json.dumps(said)}


def paths(base: str | None = None, **given: str) -> Tree:
    options = {"paths": {f"{key}/*": [place] for key, place in given.items()}}
    said = {"compilerOptions": options | ({"baseUrl": base} if base else {})}
    return {"managers/a-manager/tsconfig.json": f"// of a\n{json.dumps(said)}"}


@pytest.fixture
def told(write_tree: Write) -> Callable[[str, Tree], list[Told]]:
    """What one import of `a-manager` leads to: target, resolution and rule."""

    def of(path: str, tree: Tree, name: str = "a.ts") -> list[Told]:
        source = f'import {{ x }} from "{path}";\n'
        root = write_tree({**THERE, **tree, f"managers/a-manager/src/{name}": source})
        return [
            (one.target, item.resolution, item.rule)
            for one in survey([root]).dependencies
            if one.source == "a-manager"
            for item in one.evidence
        ]

    return of


Tell = Callable[[str, Tree], list[Told]]


@pytest.mark.parametrize(
    ("path", "tree", "rule"),
    [
        pytest.param("@x/b", WORKSPACE, "workspace", id="workspace"),
        pytest.param("@x/b/dist/tool", WORKSPACE, "workspace", id="what a build makes of it"),
        pytest.param("@x/b", PNPM, "workspace", id="pnpm"),
        pytest.param("@x/b", {**PNPM, **takes(b="workspace:*")}, "workspace", id="asked for"),
        pytest.param("@x/y", {**PNPM, **takes(y="workspace:@x/b@*")}, "workspace", id="renamed"),
        pytest.param("@x/b", takes(b="link:../b-manager"), "link", id="link"),
        pytest.param("@x/y/src", takes(y="file:../b-manager"), "link", id="a link's own name"),
        pytest.param("@b/deep/tool", paths(**{"@b": "../b-manager/src/*"}), "tsconfig", id="paths"),
        pytest.param("b-manager/src", paths(".."), "tsconfig", id="baseUrl"),
        pytest.param(
            "@x/b",
            {**WORKSPACE, **paths(**{"@x": "../gone/*"})},
            "workspace",
            id="a package where paths lead nowhere",
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.ts", "a.tsx", "a.mjs"])
def test_an_import_by_name_leads_where_its_project_says(
    told: Callable[[str, Tree, str], list[Told]], path: str, tree: Tree, rule: str, name: str
) -> None:
    assert told(path, tree, name) == [("b-manager", "strict", rule)]


@pytest.mark.parametrize(
    ("path", "tree", "rule"),
    [
        ("@x/gone", {**WORKSPACE, **takes(gone="workspace:*")}, "workspace"),
        ("@x/b", takes(b="workspace:*"), "workspace"),
        ("@x/b/src", takes(b="link:../gone"), "link"),
        ("@b/gone", paths(**{"@b": "../b-manager/src/*"}), "tsconfig"),
    ],
)
def test_what_a_project_leads_to_and_is_not_there_dangles(
    told: Tell, path: str, tree: Tree, rule: str
) -> None:
    assert told(path, tree) == [(path, "dangling", rule)]


def test_what_lies_in_a_package_that_is_missing_is_not_looked_for_elsewhere(
    told: Tell, tmp_path: Path
) -> None:
    path = f"@x/b{tmp_path}/managers/b-manager/src/index"
    assert told(path, takes(b="workspace:*")) == [(path, "dangling", "workspace")]


@pytest.mark.parametrize(
    ("path", "tree"),
    [
        pytest.param("@x/b", {}, id="a name alone"),
        pytest.param("@x/b", takes(b="^1.0.0"), id="a registry's"),
        pytest.param("react", WORKSPACE, id="a registry's, in a workspace"),
        pytest.param("go\0ne/x", {**WORKSPACE, **paths("..")}, id="a zero byte"),
        pytest.param("@x/a", WORKSPACE, id="itself"),
        pytest.param("@x/a/src/own", {**WORKSPACE, **takes()}, id="itself, deeper"),
        pytest.param("@/own", paths(**{"@": "./src/*"}), id="paths within"),
        pytest.param("@/gone", paths(**{"@": "./src/*"}), id="nowhere within"),
        pytest.param("react", paths("../b-manager"), id="baseUrl's is a guess"),
        pytest.param(
            "@b/gone",
            {**paths(**{"@b": "../b-manager/*"}), **takes()}
            | {"managers/package.json": json.dumps({"dependencies": {"@b/gone": "^1"}})},
            id="a package after all",
        ),
        pytest.param(
            "@x/b",
            {**WORKSPACE, "managers/a-manager/.git/HEAD": ""},
            id="a workspace around the repository",
        ),
    ],
)
def test_what_leads_to_no_other_manager(told: Tell, path: str, tree: Tree) -> None:
    assert told(path, tree) == []


@pytest.mark.parametrize(
    ("path", "tree", "said"),
    [
        ("@x/b", takes(b="workspace:*"), "a-manager: 1 import of packages that no workspace has"),
        ("@x/b", takes(b="link:../gone"), "that package.json takes them from"),
        ("@b/gone", paths(**{"@b": "../b-manager/*"}), "not where tsconfig.json has them"),
        ("../../b-manager/gone", {}, "not where the paths lead"),
    ],
)
def test_what_is_missing_is_told_by_its_rule(
    write_tree: Write, path: str, tree: Tree, said: str
) -> None:
    source = {"managers/a-manager/src/a.ts": f'import "{path}";\n'}
    findings = scan([write_tree({**THERE, **tree, **source})]).findings
    (summary,) = (one.summary for one in findings if one.kind == "dangling")
    assert said in summary


def test_any_name_that_paths_stand_for_is_no_fact_where_it_is_missing(told: Tell) -> None:
    said = {"compilerOptions": {"paths": {"*": ["../b-manager/src/*"]}}}
    tree: Tree = {"managers/a-manager/jsconfig.json": json.dumps(said)}
    assert told("deep/tool", tree) == [("b-manager", "strict", "tsconfig")]
    assert told("react", tree) == []


def test_what_a_project_says_anew_is_followed(write_tree: Write) -> None:
    reader = Reader()
    root = write_tree({**THERE, "managers/a-manager/src/a.ts": 'import "@x/b";\n'})
    assert survey([root], reader=reader).dependencies == ()
    write_tree(WORKSPACE)
    (one,) = survey([root], reader=reader).dependencies
    assert (one.target, one.resolution()) == ("b-manager", "strict")
    (root / "package.json").unlink()
    assert survey([root], reader=reader).dependencies == ()
