from __future__ import annotations

import gzip

import pytest

from reader.errors import ParseError
from reader.text import encodings
from reader.text.encodings import decode, decode_page, unpack

XML = '<?xml version="1.0" encoding="{}"?><p>{}</p>'


@pytest.mark.parametrize(
    ("body", "charset", "shown"),
    [
        ("naïve".encode(), "iso-8859-1", "naïve"),
        ("“naïve”".encode("cp1252"), "iso-8859-1", "“naïve”"),
        ("“naïve”".encode("cp1252"), "us-ascii", "“naïve”"),
        ("мост".encode("cp1251"), " 'Windows-1251' ", "мост"),
        ("мост".encode("cp1251"), "win-1251", "мост"),
        ("橋".encode("cp932"), "x-sjis", "橋"),
        ("①橋".encode("cp932"), "shift_jis", "①橋"),
        ("橋".encode("euc_jp"), "x-euc-jp", "橋"),
        ("桥镕".encode("gb18030"), "x-gbk", "桥镕"),
        ("桥镕".encode("gb18030"), "gb2312", "桥镕"),
        ("嘅啲".encode("big5hkscs"), "big5", "嘅啲"),
        ("뷁".encode("cp949"), "euc-kr", "뷁"),
        ("ก“".encode("cp874"), "tis-620", "ก“"),
        ("ğ“".encode("cp1254"), "iso-8859-9", "ğ“"),
        ("мост".encode(), "utf-16", "мост"),
        ("橋".encode("iso2022_jp"), "iso-2022-jp", "橋"),
        ("café".encode("cp1252"), "no-such-charset", "café"),
        (b"a+AD4- \x1b", "utf-7", "a+AD4- \x1b"),
        (b"caf\xe9", "unicode_escape", "café"),
        (b"caf\xe9", "idna", "café"),
        (b"caf\xe9", "hex", "café"),
    ],
)
def test_one_table_says_what_a_label_means_for_pages_and_for_feeds(
    body: bytes, charset: str, shown: str
) -> None:
    assert decode_page(body, charset) == shown
    if " " not in charset:
        assert decode(body, f"text/xml; charset={charset}", []) == shown


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_before_any_label(name: str) -> None:
    body = "<p>мост</p>".encode(name)
    assert decode_page(body, "windows-1251") == "<p>мост</p>"
    assert decode(body, "text/xml; charset=windows-1251", []) == "<p>мост</p>"


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_without_a_mark_are_seen_by_their_look(name: str) -> None:
    body = "<p>мост".encode(name)
    assert decode_page(body) == decode(body, None, []) == "<p>мост"


def test_wide_json_is_seen_by_its_look() -> None:
    for name in ("utf-16-le", "utf-16-be"):
        assert decode('{"é":1}'.encode(name), None, []) == '{"é":1}'


def test_an_xml_head_is_believed_before_the_server_and_for_a_page_after_it() -> None:
    body = XML.format("windows-1251", "мост").encode("cp1251")
    assert "мост" in decode(body, "text/xml; charset=koi8-r", [])
    assert "мост" not in decode_page(body, "koi8-r")
    assert "мост" in decode_page(body)


def test_a_pages_meta_element_is_believed_within_the_beginning_of_the_page() -> None:
    meta = b'<meta http-equiv="x" content="text/html; charset=koi8-r">'
    bridge = "мост".encode("koi8-r")
    assert "мост" in decode_page(meta + bridge)
    assert "мост" in decode_page(b" " * 30_000 + meta + bridge)
    assert "мост" not in decode_page(b" " * 40_000 + meta + bridge)


def test_one_stray_byte_does_not_turn_utf_8_into_another_charset() -> None:
    notes: list[str] = []
    body = "Ж".encode() * 30 + b"\xff" + "Ж".encode() * 30
    assert decode(body, "text/xml; charset=windows-1251", notes) == "Ж" * 30 + "\ufffd" + "Ж" * 30
    assert notes == ["1 broken characters"]


def test_more_broken_bytes_are_utf_8_only_where_no_label_fits() -> None:
    body = "Ж".encode() * 30 + b"\x98\x98" + "Ж".encode() * 4
    assert decode_page(body, "windows-1251").count("Ж") == 34  # 0x98 is no character of windows-1251
    assert decode_page(body).count("Ж") == 34


def test_a_character_cut_at_the_end_does_not_turn_utf_8_into_another_charset() -> None:
    assert decode_page("Ж€".encode()[:-1], "windows-1251") == "Ж\ufffd"
    assert decode_page(b"caf\xe9", None) == "café"


def test_bytes_that_no_label_fits_are_windows_1252_and_that_is_noted() -> None:
    notes: list[str] = []
    assert decode(b"\xe9 \x81 \xe8", None, notes) == "é \ufffd è"
    assert notes == ["the encoding it declares is wrong; read as windows-1252"]


def test_what_a_label_cannot_read_is_left_to_the_next_label() -> None:
    body = b'<meta charset="koi8-r">\x81\x98' + "мост".encode("koi8-r")
    assert "мост" in decode_page(body, "windows-1251")


def test_a_page_is_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "DECODED_LIMIT", 5)
    assert decode_page(b"1234567") == "12345"


def test_gzip_is_unpacked_three_times_and_no_more() -> None:
    layers = [b"text"]
    for _ in range(4):
        layers.append(gzip.compress(layers[-1]))
    assert unpack(layers[0], []) == b"text"
    assert unpack(layers[3], []) == b"text"
    assert unpack(layers[4], []).startswith(b"\x1f\x8b")


def test_gzip_that_ends_too_early_is_read_as_far_as_it_goes() -> None:
    notes: list[str] = []
    assert unpack(gzip.compress(bytes(range(256)) * 40)[:-9], notes).startswith(bytes(range(200)))
    assert notes == ["the packed bytes end too early; what was there is shown"]


def test_broken_gzip_is_an_error() -> None:
    with pytest.raises(ParseError, match="cannot be unpacked"):
        unpack(b"\x1f\x8bnothing", [])


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "DECODED_LIMIT", 2**20)
    assert len(unpack(b"x" * 2**20, [])) == 2**20
    for body in (b"x" * (2**20 + 1), gzip.compress(b"x" * (2**20 + 1))):
        with pytest.raises(ParseError, match="larger than 1 MiB"):
            unpack(body, [])


@pytest.mark.parametrize(("letters", "is_utf8"), [(20, True), (19, False)])
def test_one_broken_byte_in_twenty_letters_is_a_stray_one(letters: int, is_utf8: bool) -> None:
    body = b"\xff " + "\u0436".encode() * letters
    assert ("\u0436" in decode_page(body, "koi8-r")) is is_utf8


@pytest.mark.parametrize("body", [b"\0<p>Lamp</p>", b"<\0p>Lamp</p>", b"\0{}", b"{\0}"])
def test_a_single_zero_byte_at_the_beginning_is_not_utf_16(body: bytes) -> None:
    assert encodings.decode_page(body) == body.decode()
    assert encodings.decode(body, None, []) == body.decode()


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["<rss>Lamp</rss>", '{"title": "Lamp"}', " \n<p>Lamp"])
def test_wide_text_without_a_mark_is_known_by_its_first_characters(name: str, text: str) -> None:
    if not text.startswith(" "):
        assert encodings.decode_page(text.encode(name)) == text
        assert encodings.decode(text.encode(name), None, []) == text
