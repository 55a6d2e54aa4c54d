from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sync import ids

SIGNED = st.integers(-(2**63), 2**63 - 1)


@given(SIGNED)
def test_every_form_of_an_id_is_the_same_number(number: int) -> None:
    unsigned = number % 2**64
    forms = [
        number,
        str(number),
        str(unsigned),
        ids.long_form(number),
        f"tag:google.com,2005:reader/item/{unsigned:x}",
    ]
    assert {ids.read(form) for form in forms} == {number}


@given(SIGNED)
def test_the_long_form_has_sixteen_digits(number: int) -> None:
    assert len(ids.long_form(number).rpartition("/")[2]) == 16


def test_digits_of_the_long_form_are_hexadecimal() -> None:
    assert ids.read("tag:google.com,2005:reader/item/0000000000000255") == 0x255
    assert ids.read("255") == 255


@pytest.mark.parametrize(
    "written",
    ["", "x", "00157a17b192950b65be3791", "tag:google.com,2005:reader/item/00157a17b192950b65be3791",
     str(2**64), str(-(2**63) - 1), 2**64, "٣", "1.5", 1.5, True, None, ["1"], "9" * 5_000],
)  # fmt: skip
def test_what_does_not_fit_is_none(written: object) -> None:
    assert ids.read(written) is None
