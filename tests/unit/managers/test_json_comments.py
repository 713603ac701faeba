from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.json_comments import json_object


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1}', {"a": 1}),
        ('\ufeff{"a": 1}', {"a": 1}),
        ('// first\n{"a": 1, /* of\ntwo */ "b": [2, 3,], // last\n}', {"a": 1, "b": [2, 3]}),
        ('{"a": 1, // last\n /* really */ }', {"a": 1}),
        ('{"@/*": "https://x/*", "b": ",}"}', {"@/*": "https://x/*", "b": ",}"}),
        (r'{"a": "\"//"}', {"a": '"//'}),
        ('["a"]', {}),
        ('{"a": ', {}),
        ("", {}),
        pytest.param("[" * 100_000, {}, id="deeply nested"),
    ],
)
def test_comments_and_last_commas_are_left_out(
    tmp_path: Path, text: str, said: dict[str, object]
) -> None:
    path = tmp_path / "tsconfig.json"
    path.write_text(text)
    assert json_object(path) == said


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert json_object(tmp_path / "none.json") == {}
    assert json_object(tmp_path) == {}


@given(st.binary())
def test_any_bytes_give_an_answer(tmp_path_factory: pytest.TempPathFactory, source: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(source)
    assert isinstance(json_object(path), dict)
