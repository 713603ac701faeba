"""Where a collection is that is moved from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.collection.address import CollectionAddress, is_address, source_name


@pytest.mark.parametrize(
    ("text", "url", "name"),
    [
        ("http://localhost:6333/tasks", "http://localhost:6333", "tasks"),
        ("http://localhost:6333/collections/tasks/", "http://localhost:6333", "tasks"),
        ("HTTPS://q.example/behind/collections/t%20a", "https://q.example/behind", "t a"),
        ("https://q.example/collections/collections", "https://q.example", "collections"),
        ("http://[::1]:6333/tâches", "http://[::1]:6333", "tâches"),
    ],
)
def test_both_spellings_name_a_qdrant_and_a_collection(text: str, url: str, name: str) -> None:
    assert CollectionAddress.parse(text) == CollectionAddress(url, name)


@pytest.mark.parametrize(
    "text", ["http://localhost:6333", "http://h/", "http://h/a?b=c", "http://h/a#b"]
)
def test_an_address_without_a_collection_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="names no collection") as refusal:
        CollectionAddress.parse(text)
    assert text not in str(refusal.value)


@given(st.text(min_size=1).filter(lambda name: "/" not in name and "\\" not in name))
def test_the_name_in_reports_is_an_address_again(name: str) -> None:
    try:
        spelled = source_name("http://h:6333", name)
    except UnicodeEncodeError:
        return  # half of a surrogate pair is no name of anything
    assert is_address(spelled)
    assert CollectionAddress.parse(spelled) == CollectionAddress("http://h:6333", name)


@pytest.mark.parametrize("text", ["a.json", "/http/x", "./http:/x", "folder/", "httpd/a.npy"])
def test_a_path_is_no_address(text: str) -> None:
    assert not is_address(text)
