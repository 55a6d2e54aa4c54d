from __future__ import annotations

from reader.text.agencies import beside


def test_an_agency_that_is_an_author_is_not_said_again() -> None:
    assert beside("AFP", ["Ann Lee"]) == "AFP"
    assert beside("AFP", []) == "AFP"
    assert beside("Associated Press", ["The Associated Press"]) is None
    assert beside("dpa", ["Ann Lee", "Deutsche Presse-Agentur"]) is None
    assert beside(None, ["Ann Lee"]) is None
