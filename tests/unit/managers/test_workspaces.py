import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.workspaces import members, needs

Write = Callable[[Mapping[str, str | bytes]], Path]


def package(name: object = None, **said: object) -> str:
    return json.dumps({"name": name, **said})


PACKAGES: dict[str, str | bytes] = {
    "managers/packages/a/package.json": package("@x/a"),
    "managers/packages/a/deep/package.json": package("deep"),
    "managers/packages/b/package.json": package("b"),
    "managers/packages/b/node_modules/c/package.json": package("c"),
    "managers/packages/none/index.js": "",
    "managers/packages/nameless/package.json": package(7),
    "managers/app/package.json": package("app"),
    "managers/twin/package.json": package("b"),
}


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        (["packages/*"], {"@x/a": "packages/a", "b": "packages/b"}),
        (["./packages/*/", "app"], {"@x/a": "packages/a", "b": "packages/b", "app": "app"}),
        (["packages/*", "!packages/b"], {"@x/a": "packages/a"}),
        (["packages/[ab]"], {}),
        (["packages/?"], {"@x/a": "packages/a", "b": "packages/b"}),
        (
            ["**"],
            {
                "@x/a": "packages/a",
                "deep": "packages/a/deep",
                "b": "packages/b",
                "app": "app",
            },
        ),
        (["gone/*", 7], {}),
    ],
)
@pytest.mark.parametrize("form", ["list", "object", "pnpm"])
def test_the_members_of_a_workspace(
    write_tree: Write, form: str, patterns: list[object], names: dict[str, str]
) -> None:
    said = patterns if form == "list" else {"packages": patterns}
    top: dict[str, str | bytes] = (
        {"managers/pnpm-workspace.yaml": json.dumps(said)}
        if form == "pnpm"
        else {"managers/package.json": package("top", workspaces=said)}
    )
    root = write_tree(PACKAGES | top)
    expected = {name: root / folder for name, folder in names.items()}
    itself = {} if form == "pnpm" else {"top": root}
    assert members(root) == expected | itself


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"managers/package.json": package("top")},
        {"managers/package.json": package("top", workspaces="packages/*")},
        {"managers/pnpm-workspace.yaml": "packages: []"},
        {"managers/pnpm-workspace.yaml": "packages: ["},
        {"managers/pnpm-workspace.yaml": "- a"},
    ],
)
def test_what_is_no_workspace_has_no_members(
    write_tree: Write, files: dict[str, str | bytes]
) -> None:
    assert members(write_tree(PACKAGES | files)) == {}


def test_what_a_package_takes_from_the_tree(write_tree: Write) -> None:
    needed = {
        "dependencies": {
            "a": "link:../a",
            "b": "file:./b",
            "c": "../c",
            "tar": "file:../c.tgz",
            "disk": "link:/opt/c",
            "react": "^18.0.0",
            "git": "git+https://example.org/x.git",
            "odd": 7,
        },
        "devDependencies": {
            "d": "workspace:*",
            "e": "workspace:^1.2",
            "f": "workspace:other@*",
            "g": "workspace:../g",
            "h": "workspace:@x/h@~",
        },
        "peerDependencies": 7,
    }
    root = write_tree({"managers/package.json": json.dumps(needed)})
    assert needs(root.parent) is None
    found = needs(root)
    assert found is not None
    assert found.links == {
        "a": root.parent / "a",
        "b": root / "b",
        "c": root.parent / "c",
        "g": root.parent / "g",
    }
    assert found.members == {"d": "d", "e": "e", "f": "other", "h": "@x/h"}
    assert {"react", "git", "tar", "a", "h"} <= found.names
