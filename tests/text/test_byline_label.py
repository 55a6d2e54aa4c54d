"""Labels before a name go, in many languages; names that begin like one stay."""

from __future__ import annotations

import pytest

from reader.text.byline_label import without_label


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By Author: Luke", "Luke"),
        ("Author: Luke", "Luke"),
        ("Written by Ann Lee", "Ann Lee"),
        ("Words by: Ann Lee", "Ann Lee"),
        ("Words and pictures by Ann Lee", "Ann Lee"),
        ("Text: Anna Weber", "Anna Weber"),
        ("Text und Fotos: Anna Weber", "Anna Weber"),
        ("Ein Beitrag von Max Muster", "Max Muster"),
        ("Autor: Luis Pérez", "Luis Pérez"),
        ("Escrito por Ana Ruiz", "Ana Ruiz"),
        ("Auteur : Jean Petit", "Jean Petit"),
        ("Testo di Mario Rossi", "Mario Rossi"),
        ("Forfatter: Ole Hansen", "Ole Hansen"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("Автор текста: Иван Петров", "Иван Петров"),
        ("Γράφει ο Νίκος Παππάς", "Νίκος Παππάς"),
        ("作者：王小明", "王小明"),
        ("글: 김철수", "김철수"),
        ("الكاتب: محمد علي", "محمد علي"),
        ("بقلم محمد علي", "محمد علي"),
        ("מאת: דוד כהן", "דוד כהן"),
        ("Author:", ""),
        *(
            (name, name)
            for name in (
                "Byron Lee",
                "by admin",
                "Story Collider",
                "Texto Editora",
                "文在寅",
                "Author Luke",
                "",
            )
        ),
    ],
)
def test_a_label_goes_and_a_name_stays(text: str, name: str) -> None:
    assert without_label(text) == name
