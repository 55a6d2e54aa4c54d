from __future__ import annotations

import pytest

from reader.text.file_words import file_kind, file_words


@pytest.mark.parametrize(
    ("media_type", "url", "kind"),
    [
        ("audio/mpeg", "https://pier.example/1", "Audio"),
        (" Video/MP4", "https://pier.example/1", "Video"),
        ("", "https://pier.example/1.OGG?x=1.pdf", "Audio"),
        ("application/octet-stream", "https://pier.example/1.pdf", "PDF"),
        ("", "https://pier.example/", "File"),
    ],
)
def test_a_kind_is_that_of_the_type_else_of_the_address(media_type: str, url: str, kind: str) -> None:
    assert file_kind(media_type, url) == kind


def test_duration_and_size_are_told_where_they_say_something() -> None:
    assert file_words("Audio", "42:10", "31000000") == "Audio, 42 min, 31 MB"
    assert file_words("File", "soon", "999") == "File"
