"""A collection is a dictionary on disk: whatever is done, both say the same."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.embedded.bodies import Delete, Scroll, Upsert
from backend.embedded.definitions import CreateCollection
from backend.embedded.storage import Storage

PLAIN = CreateCollection.model_validate({"vectors": {"size": 2, "distance": "Dot"}})
IDS = st.integers(0, 8)
OPERATIONS = st.one_of(
    st.tuples(st.just("upsert"), st.lists(st.tuples(IDS, st.integers(-9, 9)), max_size=6)),
    st.tuples(st.just("delete"), st.lists(IDS, max_size=3)),
    st.tuples(st.just("delete below"), st.integers(-9, 9)),
    st.tuples(st.just("reopen"), st.none()),
)


def carry_out(storage: Storage, operation: str, argument: object, model: dict[int, int]) -> None:
    collection = storage.collection("c")
    match operation, argument:
        case "upsert", list(pairs):
            points = [{"id": i, "vector": [n, 1.0], "payload": {"n": n}} for i, n in pairs]
            collection.upsert(Upsert.model_validate({"points": points}))
            model.update(pairs)
        case "delete", list(ids):
            collection.delete(Delete.model_validate({"points": ids}))
            for each in ids:
                model.pop(each, None)
        case "delete below", int(bound):
            below = {"must": [{"key": "n", "range": {"lt": bound}}]}
            collection.delete(Delete.model_validate({"filter": below}))
            for each in [i for i, n in model.items() if n < bound]:
                del model[each]


@settings(max_examples=15, deadline=None)
@given(st.lists(OPERATIONS, max_size=12))
def test_a_collection_says_what_a_dictionary_says(operations: list[tuple[str, object]]) -> None:
    model: dict[int, int] = {}
    with TemporaryDirectory() as folder:
        storage = Storage(Path(folder))
        storage.create("c", PLAIN)
        for operation, argument in operations:
            if operation == "reopen":
                storage.close()
                storage = Storage(Path(folder))
            carry_out(storage, operation, argument, model)
            page = storage.collection("c").scroll(Scroll(limit=100, with_vector=True))
            stored = {p["id"]: (p["payload"]["n"], p["vector"]) for p in page["points"]}
            assert stored == {i: (n, [n, 1.0]) for i, n in model.items()}
            assert storage.collection("c").count(None) == len(model)
            assert storage.collection("c").vector_counts() == {"": len(model)}
        storage.close()
