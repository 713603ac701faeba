import pytest

from backend.plan.text import decode


def misread(text: str, codec: str) -> bytes:
    """UTF-8 read by another codec that drops what it has no character for, and saved again."""
    return text.encode().decode(codec, "ignore").encode()


def test_plain_utf8() -> None:
    assert decode("☐ Vérifier".encode()).text == "☐ Vérifier"
    assert decode("☐ Vérifier".encode()).encoding == "utf-8"


def test_byte_order_marks_do_not_become_text() -> None:
    assert decode(b"\xef\xbb\xbf- [x] a").text == "- [x] a"
    assert "BOM" in decode(b"\xef\xbb\xbf- [x] a").encoding
    assert decode("- [x] é".encode("utf-16")).text == "- [x] é"


@pytest.mark.parametrize("codec", ["cp1254", "cp1252"])
def test_misread_text_is_repaired_and_named(codec: str) -> None:
    decoded = decode(misread("# Écosystème\n\n✅ Vérifier la matrice → fait 🚀\n", codec))
    assert decoded.text == "# Écosystème\n\n✅ Vérifier la matrice → fait 🚀\n"
    assert decoded.encoding == (
        f"was UTF-8, once opened as Windows-{codec[2:]} and saved again; letters repaired"
    )


def test_an_open_box_is_restored_only_where_a_box_can_stand() -> None:
    decoded = decode(misread("☐ Créer\n  - ☐ Valider\nprose ☐ là\n", "cp1254"))
    assert decoded.text == "☐ Créer\n  - ☐ Valider\nprose \ufffd là\n"
    assert "letters repaired, 2 boxes ☐ restored from their place" in decoded.encoding


def test_healthy_french_is_left_alone() -> None:
    text = "Où « naïveté » œuvre déjà – «à» l’été\n"
    assert decode(text.encode()).text == text


def test_lost_characters_are_counted() -> None:
    assert decode("a\ufffdb\ufffd".encode()).encoding == "utf-8, 2 characters lost"
    assert decode("a\ufffd".encode()).encoding == "utf-8, 1 character lost"
    assert decode(b"\xc3\xa9 torn \xe2\x98").text.startswith("é torn ")


def test_text_of_one_byte_a_character() -> None:
    decoded = decode("Déjà validé".encode("cp1252"))
    assert (decoded.text, decoded.encoding) == ("Déjà validé", "windows-1252")
