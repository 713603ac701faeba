from pathlib import Path

from backend.vectorizing.reading import read_tasks


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    good, bad, missing = (tmp_path / name for name in ("a.md", "b.json", "c.md"))
    good.write_text("- [ ] a\n- [x]\n")
    bad.write_text('{"tasks": [\n  oops]}')
    found = read_tasks([good, bad, missing])
    assert [task.text for task in found.tasks] == ["a"]
    assert [(file.tasks, file.empty) for file in found.files] == [(1, 1)]
    assert {one.path: one.reason for one in found.unreadable} == {
        str(bad): "line 2, column 3: no JSON: Expecting value",
        str(missing): "no such file or folder",
    }


def test_json_too_deep_is_told(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000)
    (trouble,) = read_tasks([path]).unreadable
    assert "nested deeper" in trouble.reason


def test_a_number_that_python_does_not_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    path.write_text(f'{{"tasks": {"9" * 5_000}}}')
    (trouble,) = read_tasks([path]).unreadable
    assert "digits" in trouble.reason


def test_damaged_text_is_repaired_and_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("- [ ] créer".encode().decode("cp1252"), "utf-8")
    found = read_tasks([path])
    assert found.tasks[0].text == "créer"
    assert "repaired" in found.files[0].encoding


def test_a_folder_is_its_plans(tmp_path: Path) -> None:
    (tmp_path / "plan-dev-v1.md").write_text("- [ ] a")
    (tmp_path / "other.md").write_text("- [ ] b")
    assert [task.text for task in read_tasks([tmp_path]).tasks] == ["a"]
