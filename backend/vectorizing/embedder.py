"""What turns texts into vectors, and which one a name or a folder stands for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backend.vectorizing.errors import Refused
from backend.vectorizing.model_folder import OnnxModel, look_into

Vectors = NDArray[np.float32]

BATCH = 64
"""Texts that are embedded at once."""


class Embedder(Protocol):
    """A loaded model."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), one for each text."""


def open_embedder(model: str, say: Callable[[str], None]) -> Embedder:
    """The model of a folder, or the one that goes by a name.

    Args:
        model: A folder, or a name that fastembed knows.
        say: Told before something is fetched.

    Raises:
        Refused: No such model, it cannot be loaded, or what it needs is not installed.
        ModelAway: It is known by name, is not on this machine, and cannot be fetched.
    """
    folder = Path(model)
    if not folder.is_dir():
        from backend.vectorizing.onnx_embedder import by_name  # noqa: PLC0415  (only if asked)

        return by_name(model, say)
    found = look_into(folder)
    if isinstance(found, OnnxModel):
        from backend.vectorizing.onnx_embedder import from_folder  # noqa: PLC0415

        return from_folder(found)
    from backend.vectorizing.torch_embedder import TorchEmbedder  # noqa: PLC0415

    return TorchEmbedder(found)


def checked(embedder: Embedder, model: str, dimension: int) -> Embedder:
    """The same once it has been seen to make vectors of this dimension.

    Raises:
        Refused: It makes others.
    """
    found = embedder.embed(["a task"]).shape[1]
    if found != dimension:
        raise Refused(
            f"model {model} makes vectors of {found} dimensions instead of {dimension}; name "
            f"another model, or say --dimension {found} if that is what the collection takes"
        )
    return embedder
