"""What a folder with a sentence-transformers model holds, and which library can run it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from backend.vectorizing.errors import Refused

Pooling = Literal["mean", "cls", "last token"]

_USUAL = ("model.onnx", "onnx/model.onnx")
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_KNOWN_MODULES = ("Transformer", "Pooling", "Normalize")
_TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
_POOLING_FIELDS: dict[str, Pooling] = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_lasttoken": "last token",
}
_POOLING_NAMES: dict[str, Pooling] = {"cls": "cls", "mean": "mean", "lasttoken": "last token"}


@dataclass(frozen=True)
class OnnxModel:
    """A model that ONNX Runtime runs.

    Attributes:
        file: Its ONNX file, from the folder on.
        pooling: How a text's vector is made of those of its tokens.
        normalized: Whether vectors are brought to length 1.
    """

    folder: Path
    file: str
    pooling: Pooling
    normalized: bool


@dataclass(frozen=True)
class TorchModel:
    """A model that has its weights for PyTorch alone."""

    folder: Path


def look_into(folder: Path) -> OnnxModel | TorchModel:
    """What a folder holds.

    Raises:
        Refused: No model is in it, or one that cannot be told.
    """
    modules = _modules(folder)
    onnx = _onnx_file(folder)
    has_weights = any((folder / name).is_file() for name in _WEIGHTS)
    if onnx is not None and set(modules) <= set(_KNOWN_MODULES):
        missing = [name for name in _TOKENIZER if not (folder / name).is_file()]
        if missing:
            raise Refused(
                f"{folder}: holds {onnx} without {' and '.join(missing)}; copy them from where the "
                "model comes from: an ONNX file knows no words"
            )
        return OnnxModel(
            folder, onnx, _pooling(folder), normalized=not modules or "Normalize" in modules
        )
    if has_weights:
        return TorchModel(folder)
    raise Refused(
        f"{folder}: no model in it; expected model.onnx (or onnx/model.onnx) with tokenizer.json "
        f"and tokenizer_config.json, or a sentence-transformers folder with {_WEIGHTS[0]}"
    )


def _onnx_file(folder: Path) -> str | None:
    for name in _USUAL:
        if (folder / name).is_file():
            return name
    others = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.onnx"))
    if len(others) > 1:
        raise Refused(
            f"{folder}: holds {len(others)} ONNX files and none is {_USUAL[0]} ("
            f"{', '.join(others)}); copy or link the wanted one to {_USUAL[0]}"
        )
    return others[0] if others else None


def _modules(folder: Path) -> list[str]:
    """Names of the parts that the model is made of; none where the folder does not say."""
    listed = _json(folder / "modules.json")
    if not isinstance(listed, list):
        return []
    return [str(one.get("type", "")).rpartition(".")[2] for one in listed if isinstance(one, dict)]


def _pooling(folder: Path) -> Pooling:
    said = _json(folder / "1_Pooling" / "config.json")
    if not isinstance(said, dict):
        return "mean"
    chosen = [name for field, name in _POOLING_FIELDS.items() if said.get(field)]
    named = _POOLING_NAMES.get(str(said.get("pooling_mode")))
    if named is not None:
        chosen = [named]
    if len(chosen) != 1:
        raise Refused(
            f"{folder / '1_Pooling' / 'config.json'}: found no single pooling among mean, cls and "
            "last token; take a model that has one of them"
        )
    return chosen[0]


def _json(path: Path) -> Any:
    """What a file says; None where it is not there.

    Raises:
        Refused: It is no JSON.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise Refused(f"{path}: cannot be read: {error}; copy the model again") from None
