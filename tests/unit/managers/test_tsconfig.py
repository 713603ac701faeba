import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.tsconfig import PathMap, path_map

Write = Callable[[Mapping[str, str | bytes]], Path]

PATTERNS = PathMap(
    patterns=(
        ("@app/*", ("/src/*", "/gen/*")),
        ("@app/core/*", ("/core/*",)),
        ("@app/core/main", ("/main",)),
        ("*/styles", ("/styles/*",)),
    )
)


@pytest.mark.parametrize(
    ("path", "pattern", "places"),
    [
        ("@app/a/b", "@app/*", ("/src/a/b", "/gen/a/b")),
        ("@app/core/x", "@app/core/*", ("/core/x",)),
        ("@app/core/main", "@app/core/main", ("/main",)),
        ("button/styles", "*/styles", ("/styles/button",)),
        ("@app", "", ()),
        ("react", "", ()),
    ],
)
def test_the_pattern_that_fits_best_counts(
    path: str, pattern: str, places: tuple[str, ...]
) -> None:
    assert PATTERNS.mapped(path) == (pattern, places)


def config(**said: object) -> str:
    return json.dumps(said)


@pytest.mark.parametrize(
    ("files", "base", "patterns"),
    [
        (
            {"tsconfig.json": config(compilerOptions={"paths": {"@/*": ["./src/*"]}})},
            "",
            {"@/*": ["src/*"]},
        ),
        (
            {
                "tsconfig.json": config(
                    compilerOptions={"baseUrl": "src", "paths": {"@/*": ["*", "../gen/*"]}}
                )
            },
            "src",
            {"@/*": ["src/*", "gen/*"]},
        ),
        (  # paths of what is extended are seen from there, and given up where it has its own
            {
                "tsconfig.json": config(extends=["./one", "./two.json"]),
                "one.json": config(compilerOptions={"baseUrl": ".", "paths": {"a": ["a"]}}),
                "two.json": config(extends="./deep/base.json"),
                "deep/base.json": config(compilerOptions={"paths": {"b": ["./b"]}}),
            },
            ".",
            {"b": ["deep/b"]},
        ),
        (
            {
                "tsconfig.json": config(references=[{"path": "app"}, {"path": "./x.json"}, 7]),
                "app/tsconfig.json": config(compilerOptions={"strict": True}),
                "x.json": config(compilerOptions={"paths": {"@/*": ["./src/*"]}}),
            },
            "",
            {"@/*": ["src/*"]},
        ),
        ({"tsconfig.json": config(extends="./tsconfig.json")}, "", {}),
        ({"tsconfig.json": config(extends="@tsconfig/node", compilerOptions=7)}, "", {}),
        (
            {
                "tsconfig.json": config(
                    extends=7,
                    references={"path": "x"},
                    compilerOptions={"baseUrl": 7, "paths": {"a/*/*": ["a"], "b": "b", "c": [7]}},
                )
            },
            "",
            {"c": []},
        ),
    ],
)
def test_what_a_configuration_says(
    write_tree: Write,
    tmp_path: Path,
    files: dict[str, str | bytes],
    base: str,
    patterns: dict[str, list[str]],
) -> None:
    root = write_tree({f"managers/{name}": text for name, text in files.items()})
    found = path_map(root)
    assert found is not None
    assert found.base == (str((root / base).resolve()) if base else "")
    assert found.patterns == tuple(
        (pattern, tuple(str(root / place) for place in places))
        for pattern, places in patterns.items()
    )


def test_a_folder_without_a_configuration_says_nothing(tmp_path: Path) -> None:
    assert path_map(tmp_path) is None
    (tmp_path / "jsconfig.json").write_text(config(compilerOptions={"baseUrl": "."}))
    assert path_map(tmp_path) == PathMap(str(tmp_path))
