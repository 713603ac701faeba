"""Small modules, one for each of Go's import rules, beside a real `go list`."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from backend.managers.scan import scan
from tests.bench.go_list import compare, go, go_list, modules

pytestmark = pytest.mark.skipif(go() is None, reason="no go: pip install passerelle[go]")

APP = "module example.org/app\n\ngo 1.25\n"


def use(*paths: str, package: str = "p") -> str:
    """A file that imports some paths."""
    return f"package {package}\n\n" + "".join(f'import _ "{path}"\n' for path in paths)


IMPORTS = """package a

/*
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	. "strings"
	_ "embed"
	other "example.org/app/b"
	`example.org/app/c`
)
"""

REPLACING = f"""{APP}
require (
	example.org/all v0.0.0
	example.org/one v1.2.0 // indirect
	example.org/two v1.3.0
	example.org/far v1.0.0
)
replace "example.org/all" => ./all
replace (
	example.org/one v1.2.0 => ./one
	example.org/two v1.2.0 => ./two
	example.org/far => example.org/farther v1.1.0
)
"""

RULES: dict[str, Mapping[str, str]] = {
    "every form of import": {
        "go.mod": APP,
        "a/a.go": IMPORTS,
        "b/b.go": use("fmt"),
        "c/c.go": use(),
    },
    "tests inside and beside a package": {
        "go.mod": APP,
        "a/a.go": use("example.org/app/b"),
        "a/in_test.go": use("example.org/app/c"),
        "a/out_test.go": use("example.org/app/a", "example.org/app/d", package="p_test"),
        "b/b.go": use(),
        "c/c.go": use(),
        "d/only_test.go": use("testing"),
    },
    "nested modules": {
        "go.mod": APP,
        "a/a.go": use("example.org/app/inner", "example.org/app/inner/deep"),
        "inner/go.mod": "module example.org/inner\n\ngo 1.25\n",
        "inner/i.go": use("example.org/inner/deep"),
        "inner/deep/d.go": use("example.org/app/a"),
    },
    "replace": {
        "go.mod": REPLACING,
        "a/a.go": use("example.org/all/sub", "example.org/one"),
        "b/b.go": use("example.org/two", "example.org/far"),
        "all/go.mod": "module example.org/all\n\ngo 1.25\n",
        "all/sub/s.go": use(),
        "one/go.mod": "module example.org/one\n\ngo 1.25\n",
        "one/o.go": use(),
        "two/go.mod": "module example.org/two\n\ngo 1.25\n",
        "two/t.go": use(),
    },
    "replace counts in the main module alone": {
        "go.mod": f"{APP}\nrequire example.org/lib v0.0.0\nreplace example.org/lib => ./lib\n",
        "a/a.go": use("example.org/lib", "example.org/deep"),
        "lib/go.mod": "module example.org/lib\n\ngo 1.25\n\n"
        "require example.org/deep v0.0.0\nreplace example.org/deep => ../deep\n",
        "lib/l.go": use("example.org/deep"),
        "deep/go.mod": "module example.org/deep\n\ngo 1.25\n",
        "deep/d.go": use(),
    },
    "go.work": {
        "go.work": "go 1.25\n\nuse (\n\t./a\n\t./b // both\n)\n\nuse ./c\n\n"
        "replace example.org/d v0.0.0 => ./d\n",
        "a/go.mod": "module example.org/a\n\ngo 1.25\n\nrequire example.org/d v0.0.0\n",
        "a/a.go": use("example.org/b", "example.org/c/deep", "example.org/d", "example.org/e"),
        "b/go.mod": "module example.org/b\n\ngo 1.25\n",
        "b/b.go": use("example.org/d"),
        "c/go.mod": "module example.org/c\n\ngo 1.25\n",
        "c/deep/c.go": use(),
        "d/go.mod": "module example.org/d\n\ngo 1.25\n",
        "d/d.go": use(),
        "e/go.mod": "module example.org/e\n\ngo 1.25\n",
        "e/e.go": use("example.org/b"),
    },
    "vendor": {
        "go.mod": f"{APP}\nrequire example.org/lib v1.0.0\nreplace example.org/lib => ./lib\n",
        "a/a.go": use("example.org/lib", "example.org/app/b"),
        "b/b.go": use(),
        "lib/go.mod": "module example.org/lib\n\ngo 1.25\n",
        "lib/l.go": use(),
        "vendor/modules.txt": "# example.org/lib v1.0.0 => ./lib\n## explicit; go 1.25\n"
        "example.org/lib\n# example.org/lib => ./lib\n",
        "vendor/example.org/lib/l.go": use(),
    },
    "vendor of an old module is left alone": {
        "go.mod": "module example.org/app\n\ngo 1.13\n\nrequire example.org/lib v1.0.0\n\n"
        "replace example.org/lib => ./lib\n",
        "a/a.go": use("example.org/lib"),
        "lib/go.mod": "module example.org/lib\n\ngo 1.13\n",
        "lib/l.go": use(),
        "vendor/modules.txt": "# example.org/lib v1.0.0\nexample.org/lib\n",
        "vendor/example.org/lib/l.go": use(),
    },
    "folders that are left out": {
        "go.mod": f"{APP}\nignore ./a/web\nignore (\n\tstatic\n\tdeep/er\n)\n",
        "a/a.go": use("example.org/app/b"),
        "a/web/w.go": use("example.org/app/b"),
        "b/web/w.go": use("example.org/app/b"),
        "b/b.go": use(),
        "b/static/x/s.go": use("example.org/app/b"),
        "b/deep/er/d.go": use("example.org/app/b"),
        "b/deep/d.go": use("example.org/app/b"),
        "b/_old/o.go": use("example.org/app/a"),
        "b/.new/n.go": use("example.org/app/a"),
        "b/testdata/t.go": use("example.org/app/a"),
        "b/_b.go": use("example.org/app/a"),
    },
    "a module in testdata": {
        "go.mod": f"{APP}\nrequire example.org/testdata v0.0.0\n\n"
        "replace example.org/testdata => ./a/testdata\n",
        "a/a.go": use("example.org/testdata"),
        "a/testdata/go.mod": "module example.org/testdata\n\ngo 1.25\n",
        "a/testdata/t.go": use("example.org/testdata/sub"),
        "a/testdata/sub/s.go": use(),
    },
    "build constraints": {
        "go.mod": APP,
        "a/a.go": "// Licence.\n\n//go:build (linux && amd64) || !unix\n\n" + use("fmt"),
        "a/b.go": "//go:build !(linux && cgo)\n\n" + use("os"),
        "a/c.go": '//go:build ignore\n\npackage main\n\nimport _ "io"\n',
        "a/d.go": "//go:build go1.18 && gc\n" + use("bytes"),
        "a/e.go": "// +build linux,!cgo darwin\n// +build amd64\n\n" + use("log"),
        "a/f.go": "// +build linux,cgo darwin\n\n" + use("math"),
        "a/g.go": "/* +build x */\n/*\n*/ //go:build windows\n\n" + use("net"),
        "a/h.go": 'package p\n\n//go:build windows\n\nimport _ "path"\n',
        "a/i.go": "//go:build custom || go1.999\n\n" + use("plugin"),
        "a/j.go": "// +build windows\n" + use("sort"),
        "a/k_linux.go": use("sync"),
        "a/k_windows.go": use("time"),
        "a/k_linux_arm64.go": use("errors"),
        "a/k_amd64_test.go": use("testing"),
        "a/k_plan9_test.go": use("expvar"),
        "a/unix.go": use("regexp"),
        "a/k_unix.go": use("unicode"),
        "a/windows.go": use("hash"),
        "a/doc.go": 'package documentation\n\nimport _ "html"\n',
        "b/only_windows.go": use("fmt"),
    },
}


def write(files: Mapping[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def managers_by_go(root: Path) -> set[tuple[str, str]]:
    """Which top folder uses which, by the folders that Go finds the imports in."""
    edges = set()
    for module in modules(root):
        found = go_list(module, "-deps")
        folders = {item["ImportPath"]: Path(item["Dir"]) for item in found if "Dir" in item}
        own = [item for item in found if not item.get("DepOnly") and not item.get("Standard")]
        for item in own:
            for path in item.get("Imports", ()):
                target = folders.get(path)
                if target and target.is_relative_to(root) and "vendor" not in target.parts:
                    edges.add((_top(Path(item["Dir"]), root), _top(target, root)))
    return {(source, target) for source, target in edges if source != target}


def _top(folder: Path, root: Path) -> str:
    return folder.relative_to(root).parts[0]


@pytest.mark.parametrize("rule", RULES)
def test_packages_and_edges_are_those_of_go(tmp_path: Path, rule: str) -> None:
    root = write(RULES[rule], tmp_path)
    found = compare(root)
    assert found.listed == found.packages
    assert found.packages
    assert found.ours == found.theirs
    strict = {
        (item.source, item.target)
        for item in scan([root]).dependencies
        for evidence in item.evidence
        if (evidence.kind, evidence.resolution) == ("import", "strict")
        and evidence.rule != "nested"
    }
    assert strict == managers_by_go(root)


def test_internal_packages_are_refused_where_go_refuses_them(tmp_path: Path) -> None:
    files = {
        "go.mod": f"{APP}\nrequire example.org/lib v0.0.0\nreplace example.org/lib => ./lib\n",
        "a/internal/deep/i.go": use(),
        "a/sub/s.go": use("example.org/app/a/internal/deep"),
        "ab/b.go": use("example.org/app/a/internal/deep"),
        "b/b_test.go": use("example.org/app/a/internal/deep", package="p_test"),
        "c/c.go": use("example.org/lib/internal"),
        "lib/go.mod": "module example.org/lib\n\ngo 1.25\n",
        "lib/internal/i.go": use(),
        "lib/l.go": use("example.org/lib/internal"),
    }
    root = write(files, tmp_path)
    refused = {
        _top(Path(item["Dir"]), root)
        for module in modules(root)
        for item in go_list(module, "-test")
        if "use of internal package" in str((item.get("Error"), item.get("DepsErrors")))
    }
    found = [item for item in scan([root]).findings if item.kind == "internal"]
    assert {item.subjects[0] for item in found} == refused == {"ab", "b", "c"}
    assert found[0].evidence[0].line == 3
