from __future__ import annotations

import pytest

from reader.tui.widgets.related_panel import reasons


@pytest.mark.parametrize(
    ("width", "said"),
    [(40, "Tarn Island · ferry · Halcyon"), (28, "Tarn Island · ferry"), (12, "Tarn Island")],
)
def test_only_whole_reasons_are_given(width: int, said: str) -> None:
    assert reasons(("Tarn Island", "ferry", "Halcyon"), width) == said


def test_a_wide_reason_counts_its_cells() -> None:
    assert reasons(("フェリー", "ハルシオン"), 20) == "フェリー"


def test_the_first_reason_is_cut_where_it_must_be() -> None:
    assert reasons(("Tarn Island", "ferry"), 8).endswith("…")
