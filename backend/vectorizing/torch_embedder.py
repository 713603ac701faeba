"""Models that have weights for PyTorch alone, run by sentence-transformers."""

from collections.abc import Sequence

import numpy as np

from backend.vectorizing.embedder import Vectors
from backend.vectorizing.errors import Refused
from backend.vectorizing.model_folder import TorchModel


class TorchEmbedder:
    """A model that sentence-transformers has loaded; nothing is fetched."""

    def __init__(self, found: TorchModel) -> None:
        """Load it.

        Raises:
            Refused: It cannot be loaded, or the library is not installed.
        """
        try:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (loads PyTorch)
            from transformers.utils import logging  # noqa: PLC0415  (comes with it)
        except ModuleNotFoundError:
            raise Refused(
                f"{found.folder}: holds weights for PyTorch and no ONNX file; pip install "
                "'passerelle[embed-torch]', which is large, or name a folder with model.onnx"
            ) from None
        logging.disable_progress_bar()
        try:
            self._model = SentenceTransformer(str(found.folder), local_files_only=True)
        except Exception as error:  # noqa: BLE001  (PyTorch and the tokenizer have no common error)
            first = str(error).strip().split("\n")[0] or type(error).__name__
            raise Refused(
                f"{found.folder}: the model cannot be loaded: {first}; copy it again"
            ) from None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), one for each text."""
        vectors = self._model.encode(list(texts), batch_size=len(texts), show_progress_bar=False)
        return np.asarray(vectors, np.float32)
