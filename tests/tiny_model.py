"""A model made on the spot: a table of vectors, one for each letter, and the mean of them.

It is an ONNX file of a few kilobytes beside a tokenizer, in the layout of sentence-transformers,
and runs through the same library as a real one.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

_LETTERS = ("[PAD]", "[UNK]", *"abcdefghijklmnopqrstuvwxyzéèà0123456789")
_INT64, _FLOAT = 7, 1
_BYTES, _NUMBER = 2, 0
"""Protobuf's wire types."""


def write_model(
    folder: Path, dimension: int = 384, *, pooling: str = "mean_tokens", file: str = "model.onnx"
) -> Path:
    """Write it into a folder that is made, and return that."""
    (folder / "1_Pooling").mkdir(parents=True)
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_model(dimension))
    _write(folder / "tokenizer_config.json", {"model_max_length": 128, "pad_token": "[PAD]"})
    _write(folder / "tokenizer.json", _TOKENIZER)
    _write(folder / "1_Pooling" / "config.json", {f"pooling_mode_{pooling}": True})
    kinds = ("Transformer", "Pooling", "Normalize")
    _write(folder / "modules.json", [{"type": f"sentence_transformers.models.{k}"} for k in kinds])
    return folder


_TOKENIZER = {
    "version": "1.0",
    "added_tokens": [],
    "normalizer": {"type": "Lowercase"},
    "pre_tokenizer": {
        "type": "Split",
        "pattern": {"Regex": "."},
        "behavior": "Isolated",
        "invert": False,
    },
    "model": {
        "type": "WordLevel",
        "vocab": {letter: number for number, letter in enumerate(_LETTERS)},
        "unk_token": "[UNK]",
    },
}


def _model(dimension: int) -> bytes:
    """ModelProto of one Gather: ids of shape (texts, letters) into vectors of each letter."""
    table = np.random.default_rng(4).standard_normal((len(_LETTERS), dimension)).astype("<f4")
    node = _message(
        (1, b"table"), (1, b"input_ids"), (2, b"letters"), (3, b"gather"), (4, b"Gather")
    )
    tensor = _message(
        *((1, size) for size in table.shape), (2, _FLOAT), (8, b"table"), (9, table.tobytes())
    )
    ids = _value(b"input_ids", _INT64, [b"texts", b"length"])
    mask = _value(b"attention_mask", _INT64, [b"texts", b"length"])
    out = _value(b"letters", _FLOAT, [b"texts", b"length", dimension])
    graph = _message((1, node), (2, b"tiny"), (5, tensor), (11, ids), (11, mask), (12, out))
    return _message((1, 8), (7, graph), (8, _message((1, b""), (2, 13))))


def _value(name: bytes, kind: int, sizes: Iterable[bytes | int]) -> bytes:
    """ValueInfoProto: a tensor's name, kind and sizes, those that vary by name."""
    dims = ((1, _message((2, size) if isinstance(size, bytes) else (1, size))) for size in sizes)
    tensor = _message((1, kind), (2, _message(*dims)))
    return _message((1, name), (2, _message((1, tensor))))


def _message(*fields: tuple[int, bytes | int]) -> bytes:
    """Protobuf's encoding of some fields by number."""
    encoded = b""
    for number, value in fields:
        if isinstance(value, int):
            encoded += _varint(number << 3 | _NUMBER) + _varint(value)
        else:
            encoded += _varint(number << 3 | _BYTES) + _varint(len(value)) + value
    return encoded


def _varint(value: int) -> bytes:
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content))
