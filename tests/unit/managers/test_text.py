import pytest

from backend.managers.text import mended


@pytest.mark.parametrize("text", ["Exécution", "plain", "→ ✅", ""])
def test_text_that_is_as_it_should_be_stays(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("codec", ["cp1252", "cp1254"])
@pytest.mark.parametrize("text", ["é", "contrôlée", "├── a", "l\u2019été", "ğ", "¿Qué?", "Ñ"])
def test_text_read_in_another_encoding_is_mended(text: str, codec: str) -> None:
    assert mended(text.encode().decode(codec)) == text
    assert mended(text) == text
