"""Models run by ONNX Runtime, through fastembed: from a folder, or by a name that it knows."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from backend.vectorizing.embedder import Vectors
from backend.vectorizing.errors import ModelAway, Refused
from backend.vectorizing.model_folder import OnnxModel

try:
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType
    from loguru import logger
except ModuleNotFoundError as missing:
    raise Refused(
        "tasks are embedded by fastembed, which is not installed; pip install 'passerelle[embed]'"
    ) from missing

_POOLING = {
    "mean": PoolingType.MEAN,
    "cls": PoolingType.CLS,
    "last token": PoolingType.LAST_TOKEN,
}
_FAMILY = "sentence-transformers/"

logger.disable("fastembed")  # what went wrong is told once, in words of ours


class OnnxEmbedder:
    """A model that fastembed has loaded."""

    def __init__(self, model: TextEmbedding) -> None:
        self._model = model

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), one for each text."""
        return np.array(list(self._model.embed(list(texts), batch_size=len(texts))), np.float32)


def from_folder(found: OnnxModel) -> OnnxEmbedder:
    """The model of a folder; nothing is fetched.

    Raises:
        Refused: It cannot be loaded.
    """
    name = str(found.folder.resolve())
    if not any(known == name for known in _names()):
        TextEmbedding.add_custom_model(
            model=name,
            pooling=_POOLING[found.pooling],
            normalization=found.normalized,
            sources=ModelSource(url=found.folder.resolve().as_uri()),
            dim=0,  # found out by embedding
            model_file=found.file,
        )
    return _loaded(str(found.folder), name, specific_model_path=name)


def by_name(name: str, say: Callable[[str], None]) -> OnnxEmbedder:
    """A model that fastembed knows; fetched where this machine has it not.

    It is kept in FASTEMBED_CACHE_PATH, or in Passerelle's own folder for caches.

    Args:
        name: In full, or without `sentence-transformers/`.
        say: Told before something is fetched.

    Raises:
        Refused: It knows none of that name.
        ModelAway: It could not be fetched.
    """
    known = {one.lower(): one for one in _names()}
    found = known.get(name.lower()) or known.get(_FAMILY + name.lower())
    if found is None:
        raise Refused(
            f"{name}: no such folder, and no model that fastembed knows by that name; name a "
            f"folder with a model, or one such as {_FAMILY}all-MiniLM-L6-v2"
        )
    kept = os.environ.get("FASTEMBED_CACHE_PATH")
    folder = Path(kept) if kept else platformdirs.user_cache_path("passerelle") / "models"
    try:
        return _loaded(found, found, cache_dir=str(folder), local_files_only=True)
    except Refused:
        say(f"fetching model {found} into {folder}")  # it is not here, or not whole
    try:
        return OnnxEmbedder(TextEmbedding(found, cache_dir=str(folder)))
    except Exception as error:  # noqa: BLE001  (each of its sources fails in a way of its own)
        raise ModelAway(
            f"model {found} is not in {folder}, and could not be fetched: {_first_line(error)}; "
            "name a folder that holds it with --model DIR, or try again where its hub is reached"
        ) from None


def _names() -> list[str]:
    return [str(model["model"]) for model in TextEmbedding.list_supported_models()]


def _loaded(said: str, name: str, **options: Any) -> OnnxEmbedder:
    try:
        return OnnxEmbedder(TextEmbedding(name, **options))
    except Exception as error:  # noqa: BLE001  (the runtime and the tokenizer have no common error)
        raise Refused(
            f"{said}: the model cannot be loaded: {_first_line(error)}; copy it again, or name "
            "another"
        ) from None


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0] or type(error).__name__
