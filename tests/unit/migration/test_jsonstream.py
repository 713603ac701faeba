import hashlib
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from backend.migration.jsonstream import ByteStream, JsonStream

FINITE_OR_NOT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
SPOKEN = st.lists(
    st.sampled_from(['"', "\\", "N", "a", "-", "I", "n", "f", "NaN", "Infinity", " "])
).map("".join)


def read_all(data: bytes, size: int) -> bytes:
    stream = JsonStream(io.BytesIO(data))
    read = b""
    while chunk := stream.read(size):
        read += chunk
    return read


def without_constants(text: str) -> object:
    """The standard library's own reading, with null for what is no number."""
    return json.loads(text, parse_constant=lambda _: None)


@given(FINITE_OR_NOT | SPOKEN, st.booleans(), st.integers(1, 50))
def test_any_json_reads_as_the_standard_library_reads_it_with_null_for_nan(
    value: object, ascii_only: bool, size: int
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    cleaned = read_all(text.encode("utf-8", "surrogatepass"), size)
    refused: list[str] = []
    again = json.loads(cleaned.decode("utf-8", "surrogatepass"), parse_constant=refused.append)
    assert not refused
    assert again == without_constants(text)


@given(st.integers(1, 12))
def test_a_byte_order_mark_is_left_out(size: int) -> None:
    assert read_all(b'\xef\xbb\xbf["\xef\xbb\xbf"]', max(3, size)) == b'["\xef\xbb\xbf"]'


def test_offset_and_digest_are_those_of_the_file() -> None:
    data = b"\xef\xbb\xbf[NaN, -Infinity]"
    stream = JsonStream(io.BytesIO(data))
    assert stream.read(1000) + stream.read(1000) == b"[null, null]"
    assert stream.offset == len(data)
    assert stream.digest == hashlib.sha256(data).hexdigest()


@given(st.binary(max_size=40), st.booleans(), st.integers(3, 12))
def test_bytes_are_those_of_the_file_without_its_mark(
    data: bytes, is_marked: bool, size: int
) -> None:
    file = (b"\xef\xbb\xbf" if is_marked else b"1") + data
    stream = ByteStream(io.BytesIO(file))
    read = b"".join(iter(lambda: stream.read(size), b""))
    assert read == (data if is_marked else file)
    assert (stream.offset, stream.digest) == (len(file), hashlib.sha256(file).hexdigest())


def test_it_never_reads_ahead_of_what_was_asked_for() -> None:
    file = io.BytesIO(b"[" + b"1," * 500 + b"1]")
    stream = JsonStream(file)
    for chunks in range(1, 10):
        stream.read(100)
        assert file.tell() == 100 * chunks
