import pytest

from backend.managers.text import mended


@pytest.mark.parametrize("text", ["Exécution", "plain", "→ ✅", ""])
def test_mending_brings_mojibake_back_and_leaves_text_alone(text: str) -> None:
    assert mended(text) == text
    assert mended(text.encode().decode("latin-1").encode("latin-1").decode()) == text


def test_mending_windows_1252() -> None:
    assert mended("ExÃ©cution") == "Exécution"
