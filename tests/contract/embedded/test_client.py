"""Qdrant's own client, unchanged."""

import warnings
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

DIMENSION = 32


def points(count: int) -> list[Any]:
    from qdrant_client import models

    return [
        models.PointStruct(id=n, vector=[float(n), 1.0] * (DIMENSION // 2), payload={"n": n})
        for n in range(count)
    ]


@pytest.fixture
def target(client: "QdrantClient", collection: str) -> str:
    """The fresh collection, made anew by the client itself."""
    from qdrant_client import models

    assert client.delete_collection(collection)
    params = models.VectorParams(size=DIMENSION, distance=models.Distance.COSINE)
    assert client.create_collection(collection, vectors_config=params)
    return collection


@pytest.mark.usefixtures("embedded_only")
def test_it_sees_no_difference_of_versions(qdrant: str) -> None:
    from qdrant_client import QdrantClient

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client = QdrantClient(url=qdrant)
    assert "embedded" in client.info().version
    client.close()


def test_upload_count_scroll_and_query(client: "QdrantClient", target: str) -> None:
    client.upload_points(target, points(100), batch_size=32, wait=True)
    assert client.count(target, exact=True).count == 100
    records, offset = client.scroll(target, limit=30, with_vectors=True)
    assert ([record.id for record in records], offset) == ([*range(30)], 30)
    vector = records[0].vector
    assert isinstance(vector, list)
    assert sum(x * x for x in vector if isinstance(x, float)) == pytest.approx(1)
    found = client.query_points(target, query=[1.0, 0.0] * (DIMENSION // 2), limit=3)
    assert [point.id for point in found.points] == [99, 98, 97]
    info = client.get_collection(target)
    assert (info.points_count, info.status) == (100, "green")
    described = client.http.service_api.telemetry(details_level=2)
    assert described.result is not None


def test_filters_deletion_and_retrieval(client: "QdrantClient", target: str) -> None:
    from qdrant_client import models

    client.upsert(target, points(20), wait=True)
    low = models.Filter(must=[models.FieldCondition(key="n", range=models.Range(lt=5))])
    assert client.count(target, count_filter=low, exact=True).count == 5
    client.delete(target, models.FilterSelector(filter=low), wait=True)
    client.delete(target, [7], wait=True)
    assert [record.id for record in client.retrieve(target, [4, 6, 7, 8])] == [6, 8]
    client.create_payload_index(target, "n", models.PayloadSchemaType.INTEGER, wait=True)
    schema = client.get_collection(target).payload_schema
    assert schema["n"].data_type == models.PayloadSchemaType.INTEGER


def test_aliases_and_settings(client: "QdrantClient", target: str) -> None:
    from qdrant_client import models

    alias = f"{target}-alias"
    create = models.CreateAlias(collection_name=target, alias_name=alias)
    assert client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
    assert client.count(alias).count == 0
    described = client.get_collection_aliases(target).aliases
    assert [each.alias_name for each in described] == [alias]
    settings = models.OptimizersConfigDiff(indexing_threshold=0)
    assert client.update_collection(target, optimizers_config=settings)
    assert client.get_collection(target).config.optimizer_config.indexing_threshold == 0


def test_a_refusal_is_raised_by_the_client(client: "QdrantClient", target: str) -> None:
    from qdrant_client.http.exceptions import UnexpectedResponse

    with pytest.raises(UnexpectedResponse, match="expected dim: 32, got 2") as refusal:
        client.upsert(target, [points(1)[0].model_copy(update={"vector": [1.0, 2.0]})])
    assert refusal.value.status_code == 400
    with pytest.raises(UnexpectedResponse) as refusal:
        client.get_collection("nowhere")
    assert refusal.value.status_code == 404
