"""Folders of collections: written whole, read again, locked."""

from pathlib import Path

import pytest

from backend.embedded.bodies import Upsert
from backend.embedded.collection import Collection
from backend.embedded.definitions import ChangeAliases, CreateCollection, UpdateCollection
from backend.embedded.disk import (
    FolderBrokenError,
    FolderTakenError,
    lock_folder,
    read_json,
    write_json,
)
from backend.embedded.errors import ApiError
from backend.embedded.storage import Storage

PLAIN = CreateCollection.model_validate({"vectors": {"size": 2, "distance": "Dot"}})


def aliases(*actions: dict[str, dict[str, str]]) -> ChangeAliases:
    return ChangeAliases.model_validate({"actions": list(actions)})


def test_a_failed_write_leaves_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    write_json(path, {"a": 1})
    with pytest.raises(TypeError):
        write_json(path, {"a": object()})
    assert read_json(path) == {"a": 1}


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "aliases.json").write_text("{")
    with pytest.raises(FolderBrokenError, match=r"aliases\.json: cannot be read"):
        Storage(tmp_path)


def test_a_folder_is_locked_once(tmp_path: Path) -> None:
    lock_folder(tmp_path)
    with pytest.raises(FolderTakenError, match="another process has this folder open"):
        Storage(tmp_path)


def test_a_collection_that_another_engine_has_open(tmp_path: Path) -> None:
    first = Storage(tmp_path / "a")
    first.create("c", PLAIN)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "collections").symlink_to(tmp_path / "a" / "collections")
    with pytest.raises(FolderTakenError, match="another process has this folder open"):
        Storage(tmp_path / "b")


def test_a_stranger_among_the_collections_is_named_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "collections" / "letters" / "letter.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("Dear")
    with pytest.raises(FolderBrokenError, match="letters"):
        Storage(tmp_path)
    assert letter.read_text() == "Dear"


def test_a_refused_collection_leaves_nothing(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    with pytest.raises(ApiError):
        storage.create("a/b", PLAIN)
    storage.create("c", PLAIN)
    with pytest.raises(ApiError, match="already exists"):
        storage.create("c", PLAIN)
    assert [path.name for path in (tmp_path / "collections").iterdir()] == ["c"]
    assert not [*(tmp_path / ".passerelle-unfinished").iterdir()]


def test_a_patch_changes_what_it_names(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.create("c", PLAIN)
    before = storage.collection("c").config
    change = {
        "hnsw_config": {"m": 0},
        "vectors": {"": {"on_disk": True, "size": 9}},
        "metadata": {"a": 1},
    }
    storage.update("c", UpdateCollection.model_validate(change))
    after = storage.collection("c").config
    assert after["hnsw_config"] == before["hnsw_config"] | {"m": 0}
    assert after["params"]["vectors"] == {"size": 2, "distance": "Dot", "on_disk": True}
    assert after["metadata"] == {"a": 1}
    assert before["params"]["vectors"] == {"size": 2, "distance": "Dot"}
    with pytest.raises(ApiError, match="Not existing vector name error: title"):
        storage.update("c", UpdateCollection.model_validate({"vectors": {"title": {}}}))


def test_aliases_go_with_their_collection(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.create("c", PLAIN)
    storage.create("d", PLAIN)
    for alias, name in (("one", "c"), ("two", "d")):
        create = {"alias_name": alias, "collection_name": name}
        storage.change_aliases(aliases({"create_alias": create}))
    assert storage.delete("c")
    assert storage.aliases() == [{"alias_name": "two", "collection_name": "d"}]
    assert not storage.delete("two")
    assert read_json(tmp_path / "aliases.json") == {"two": "d"}


def test_a_flush_that_fails_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    storage = Storage(tmp_path)
    for name in ("a", "b"):
        storage.create(name, PLAIN)
    flushed = []

    def flush(collection: Collection) -> None:
        if collection.name == "a":
            raise Exception("No space left on device")
        flushed.append(collection.name)

    monkeypatch.setattr(Collection, "flush", flush)
    storage.flush()
    assert flushed == ["b"]
    assert "cannot flush collection a: No space left on device" in caplog.text


def test_vectors_are_counted_by_name(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    body = {"vectors": {"a": {"size": 1, "distance": "Dot"}}, "sparse_vectors": {"s": {}}}
    storage.create("c", CreateCollection.model_validate(body))
    collection = storage.collection("c")
    assert collection.vector_counts() == {"a": 0, "s": 0}
    points = [
        {"id": 1, "vector": {"a": [1.0], "s": {"indices": [1], "values": [1.0]}}},
        {"id": 2, "vector": {"a": [1.0]}},
    ]
    collection.upsert(Upsert.model_validate({"points": points}))
    assert collection.vector_counts() == {"a": 2, "s": 1}
