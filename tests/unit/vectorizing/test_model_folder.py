import json
from pathlib import Path

import pytest

from backend.vectorizing.errors import Refused
from backend.vectorizing.model_folder import OnnxModel, TorchModel, look_into
from tests.tiny_model import write_model


def test_an_onnx_folder(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m", file="onnx/model.onnx")
    assert look_into(folder) == OnnxModel(folder, "onnx/model.onnx", "mean", normalized=True)


def test_its_pooling_is_as_the_folder_says(tmp_path: Path) -> None:
    found = look_into(write_model(tmp_path / "m", pooling="cls_token"))
    assert isinstance(found, OnnxModel)
    assert found.pooling == "cls"
    (tmp_path / "m/1_Pooling/config.json").write_text('{"pooling_mode": "lasttoken"}')
    named = look_into(tmp_path / "m")
    assert isinstance(named, OnnxModel)
    assert named.pooling == "last token"


def test_a_pooling_that_is_not_known_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m", pooling="max_tokens")
    with pytest.raises(Refused, match="no single pooling"):
        look_into(folder)


def test_the_only_onnx_file_is_taken_and_one_of_several_is_not_guessed(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m", file="model_int8.onnx")
    found = look_into(folder)
    assert isinstance(found, OnnxModel)
    assert found.file == "model_int8.onnx"
    (folder / "model_O4.onnx").touch()
    with pytest.raises(Refused, match="2 ONNX files"):
        look_into(folder)


def test_an_onnx_file_without_its_words_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(Refused, match=r"without tokenizer\.json;"):
        look_into(folder)


def test_weights_alone_are_for_pytorch(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    assert look_into(tmp_path) == TorchModel(tmp_path)


def test_a_part_that_onnx_has_not_leaves_it_to_pytorch(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m")
    (folder / "model.safetensors").touch()
    modules = [{"type": f"sentence_transformers.models.{k}"} for k in ("Transformer", "Dense")]
    (folder / "modules.json").write_text(json.dumps(modules))
    assert look_into(folder) == TorchModel(folder)


def test_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"expected model\.onnx"):
        look_into(tmp_path)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "m")
    (folder / "modules.json").write_text("[")
    with pytest.raises(Refused, match=r"modules\.json: cannot be read"):
        look_into(folder)
