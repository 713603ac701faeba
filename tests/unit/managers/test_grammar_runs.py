"""Scripts that Python and JavaScript run by their path."""

import pytest

from backend.managers.grammar_source import read_by_grammar


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ('subprocess.run([sys.executable, "../b/x.py", "-a"], check=True)', ["../b/x.py"]),
        ("subprocess.Popen('bash ./x.sh now', shell=True)", ["./x.sh"]),
        ('os.system("python ../b/x.py && go run ../c")', ["../b/x.py", "../c"]),
        ('subprocess.call(["go", "run", "./tool"])', ["./tool"]),
        ("runpy.run_path('..\\\\b\\\\x.py')", ["../b/x.py"]),
        ('subprocess.run([python, f"../{name}/x.py"])', []),
        ('subprocess.run(["ls", path("x.py")])', []),
        ('# subprocess.run(["x.py"])', []),
        ('other(["x.py"])', []),
    ],
)
def test_python(line: str, paths: list[str]) -> None:
    runs = read_by_grammar(f"import subprocess\n\n{line}\n".encode(), "py").runs
    assert [(run.path, run.line) for run in runs] == [(path, 3) for path in paths]
    assert all(run.text == line for run in runs)


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("spawn('node', ['../b/x.js', '-a'])", ["../b/x.js"]),
        ("cp.execSync(`pwsh -File ../b/x.ps1`)", ["../b/x.ps1"]),
        ("exec(`node ${name}.js`)", []),
        ("other('../b/x.js')", []),
    ],
)
def test_javascript(line: str, paths: list[str]) -> None:
    source = f"const cp = require('child_process');\n{line};\n".encode()
    assert [run.path for run in read_by_grammar(source, "js").runs] == paths


def test_files_that_run_nothing_are_not_searched_for_it() -> None:
    assert read_by_grammar(b"run(['../b/x.py'])\n", "py").runs == ()
