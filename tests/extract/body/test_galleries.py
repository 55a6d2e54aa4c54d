from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from reader.extract.body.galleries import unfold
from reader.extract.media import pictures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
BASE = "https://quay.example/bridge"


def page(inner: str, paragraphs: int = 6) -> HtmlElement:
    return lxml.html.document_fromstring(
        f"<html><body><h1>Bridge opens</h1>{f'<p>{LONG}</p>' * paragraphs}{inner}<footer>End</footer></body></html>"
    )


def gallery(slide: str, *, count: int = 3, name: str = "gallery") -> str:
    slides = "".join(f"<li>{slide.format(n=number + 1, of=count)}</li>" for number in range(count))
    return f"<div class='{name}'><h2>The day in pictures</h2><ul>{slides}</ul><button>Next</button></div>"


SLIDE = "<img src='/{n}.jpg'><h3><span>{n}/{of}</span> Crossing</h3><p>The bus in the rain.</p><a>Next</a><p class=credits>Ann Lee</p>"


def captions(root: HtmlElement) -> list[tuple[str | None, str | None]]:
    found = (pictures.read(figure, BASE) for figure in root.iter("figure"))
    return [(picture.caption, picture.credit) for picture in found if picture is not None]


@pytest.mark.parametrize("name", ["gallery", "photo-gallery", "articleSlideshow", "swiper", "mntl-carousel"])
def test_what_slides_say_are_captions_without_counters_and_arrows(name: str) -> None:
    root = page(gallery(SLIDE, name=name))
    assert len(list(unfold(root, BASE))) == 1
    assert captions(root) == [("Crossing The bus in the rain.", "Ann Lee")] * 3
    assert root.find(".//h2") is None
    assert root.find(".//footer") is not None


def test_slides_without_a_picture_go_if_the_article_stands_elsewhere() -> None:
    bare = gallery("<h3>{n} of {of}</h3><p>" + LONG + "</p>")
    root = page(bare)
    assert len(list(unfold(root, BASE))) == 1
    assert sum("ribbon" in str(part) for part in root.itertext()) == 6
    assert list(unfold(page(bare, 1), BASE)) == []


@pytest.mark.parametrize(
    "inner",
    [
        gallery(SLIDE, name="story"),
        gallery(SLIDE, count=2),
        gallery("<img src='/{n}.jpg'>" + f"<p>{LONG}</p>" * 7),
        gallery("<a href='/other/{n}'><img src='/{n}.jpg'>Another story of the day</a>"),
        gallery("<p>A line of a list</p>"),
        gallery("<h1>Bridge opens</h1><img src='/{n}.jpg'>"),
    ],
    ids=["no name", "two", "long", "teasers", "no pictures", "headline"],
)
def test_other_rows_are_left_as_they_are(inner: str) -> None:
    root = page(inner)
    before = lxml.html.tostring(root)
    assert list(unfold(root, BASE)) == []
    assert lxml.html.tostring(root) == before


def test_a_gallery_takes_no_paragraph_beside_it_along() -> None:
    root = page(f"<div class=gallery-page><section>{gallery(SLIDE)}</section><p>{LONG}</p></div>")
    list(unfold(root, BASE))
    assert len(root.xpath("//p[not(ancestor::figure)]")) == 7
    assert len(captions(root)) == 3
