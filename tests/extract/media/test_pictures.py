from __future__ import annotations

import lxml.html
import pytest

from reader.extract.media import pictures
from reader.extract.page import extract
from reader.model import Picture

BASE = "https://quay.example/"
URL = "https://quay.example/a.jpg"


def read(html: str) -> Picture | None:
    return pictures.read(lxml.html.fragment_fromstring(html), BASE)


@pytest.mark.parametrize(
    ("caption", "picture"),
    [
        ("A boat.", Picture(URL, None, "A boat.")),
        ('<span class="caption">A boat.</span> <span class="credit">Ana Reyes / NDP</span>', Picture(URL, None, "A boat.", "Ana Reyes / NDP")),
        ('<span class="x__caption"></span> <span class="x__credits">Ana Reyes / NDP</span>', Picture(URL, None, None, "Ana Reyes / NDP")),
        ("A boat. Photo: Ana Reyes", Picture(URL, None, "A boat.", "Ana Reyes")),
        ("A boat. Photograph by Ana Reyes", Picture(URL, None, "A boat.", "Ana Reyes")),
        ("A boat (Foto: dpa/Ana Reyes)", Picture(URL, None, "A boat", "dpa/Ana Reyes")),
        ("A boat. © Ana Reyes", Picture(URL, None, "A boat.", "Ana Reyes")),
        ("A b<em>oa</em>t on <a href='/x'>the quay</a>", Picture(URL, None, "A boat on the quay")),
        ("A boat<cite>Ana Reyes</cite>", Picture(URL, None, "A boat", "Ana Reyes")),
        ('<span class="sr-only">Open in gallery</span>A boat', Picture(URL, None, "A boat")),
        ("<span>A boat at dawn.</span><span>Ana Reyes</span>", Picture(URL, None, "A boat at dawn. Ana Reyes")),
        ("<p>A boat</p><p>A boat</p>", Picture(URL, None, "A boat")),
        ("A boat. Ảnh: Ana Reyes", Picture(URL, None, "A boat.", "Ana Reyes")),
        ('<span class="credits"><p>A boat at dawn.</p><div>Ana Reyes / NDP</div></span>', Picture(URL, None, "A boat at dawn.", "Ana Reyes / NDP")),
        ('A boat. <span class="credit">Ana Reyes (NDP)</span>', Picture(URL, None, "A boat.", "Ana Reyes (NDP)")),
    ],
)  # fmt: skip
def test_a_figure_gives_caption_and_credit(caption: str, picture: Picture) -> None:
    assert read(f'<figure><img src="/a.jpg"><figcaption>{caption}</figcaption></figure>') == picture


def test_a_box_of_a_picture_and_its_caption_is_a_picture() -> None:
    assert read(
        '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">A boat</p></div>'
    ) == Picture(URL, None, "A boat")
    assert read(
        '<div class="image-widget"><img src="/a.jpg"><p>A boat</p><p>Image: Ana Reyes</p></div>'
    ) == Picture(URL, None, "A boat", "Ana Reyes")


@pytest.mark.parametrize(
    "html",
    [
        '<div><img src="/a.jpg"><p>A long text about boats.</p></div>',
        '<figure><img src="/a.jpg"><img src="/b.jpg"></figure>',
        "<figure><table><tr><td>x</td></tr></table></figure>",
        '<figure><pre>x</pre><img src="/a.jpg"></figure>',
    ],
)
def test_other_boxes_are_none(html: str) -> None:
    assert read(html) is None


@pytest.mark.parametrize(
    "attributes",
    [
        'src="/a.jpg"',
        'src="data:image/gif;base64,AAAA" data-src="/a.jpg"',
        'src="/placeholder.png" data-lazy-src="/a.jpg"',
        'src="/placeholder.png" srcset="/s.jpg 300w, /a.jpg 1200w, /xl.jpg 4000w"',
        'srcset="/s.jpg 1x, /a.jpg 2x"',
    ],
)
def test_the_picture_itself_is_taken_not_its_stand_in(attributes: str) -> None:
    assert read(f"<img {attributes}>") == Picture(URL)


def test_a_lazy_picture_is_found_beside_it() -> None:
    figure = '<figure><img src="data:image/gif;base64,AA"><noscript><img src="/a.jpg"></noscript></figure>'
    assert read(figure) == Picture(URL)
    assert read('<picture><source srcset="/a.jpg 900w"><img src="data:,"></picture>') == Picture(URL)


@pytest.mark.parametrize(
    "attributes",
    [
        'src="/a.jpg" width="1" height="1"',
        'src="/a.jpg" width="32px" height="32px"',
        'src="/a.jpg" height="1"',
        'src="/a.jpg" class="author-avatar"',
        'src="/img/logo.svg"',
        'src="javascript:x()"',
        'alt="nothing"',
    ],
)
def test_icons_and_pixels_are_no_pictures(attributes: str) -> None:
    assert read(f"<img {attributes}>") is None


def test_portraits_of_authors_are_no_pictures() -> None:
    root = lxml.html.fragment_fromstring('<div class="byline"><a><img src="/a.jpg"></a></div>')
    assert pictures.read(next(root.iter("img")), BASE) is None


def test_each_picture_is_shown_once_and_not_with_its_stand_in() -> None:
    small, large = (
        Picture("https://i.example/60/0123456789abc.png"),
        Picture("https://i.example/900/0123456789abc.png"),
    )
    other = Picture("https://i.example/b.png")
    assert pictures.once([small, large, other, large, Picture(caption="x")]) == {1, 2, 4}


def test_a_page_without_an_address_keeps_what_is_said_of_its_pictures() -> None:
    figure = '<figure><img src="/wave.jpg"><figcaption>A wave over the mole. Photo: Ana Reyes</figcaption></figure>'
    found = extract(f"<article><h1>Storm</h1><p>{LONG}</p>{figure}<p>{LONG} Twice.</p></article>".encode())
    assert found.pictures == (Picture(None, None, "A wave over the mole.", "Ana Reyes"),)
    assert "*A wave over the mole.* (Ana Reyes)" in found.markdown


LONG = "The first storm of the winter has closed the bridge and sent two ships back to the open sea, where they are waiting."


@pytest.mark.parametrize(
    ("html", "is_shown"),
    [
        ("<img src='/arrow.svg'>", False),
        ("<img src='/arrow.svg' alt='Next' width=100>", False),
        ("<img src='/chart.svg' width=600>", True),
        ("<img src='/chart.svg' alt='Crossings by year'>", True),
        ("<figure><img src='/chart.svg'></figure>", True),
        ("<img src='/chart.png'>", True),
    ],
)
def test_a_drawing_without_size_words_and_figure_is_an_icon(html: str, is_shown: bool) -> None:
    assert (read(html) is not None) is is_shown


def test_a_portrait_that_leads_to_an_author_is_no_picture_of_the_text() -> None:
    root = lxml.html.fragment_fromstring("<div><a href='/author/ann-lee'><img src='/a.jpg'></a></div>")
    assert pictures.read(next(root.iter("img")), BASE) is None


def test_widths_part_the_addresses_of_a_srcset_with_or_without_a_space() -> None:
    html = "<img srcset='https://cdn.example/f,w=1/a.jpg 200w,https://cdn.example/f,w=2/a.jpg 900w'>"
    assert read(html) == Picture("https://cdn.example/f,w=2/a.jpg")


def test_a_picture_from_a_folder_of_authors_is_a_portrait() -> None:
    assert read("<img src='/images/author/12.jpg'>") is None


def test_a_picture_that_a_script_would_load_is_found_whatever_its_attribute_is_called() -> None:
    html = "<img src='data:image/gif;base64,x' data-lazyimage-srcset='https://cdn.example/a.webp 720w, https://cdn.example/b.webp 1280w'>"
    assert read(html) == Picture("https://cdn.example/b.webp")
    assert read("<img src='/icons/tag.gif'>") is None


@pytest.mark.parametrize(
    "beside", ["<footer class='credit'>Ana Reyes</footer>", "<span><span>Foto: Ana Reyes</span></span>"]
)
def test_a_credit_in_the_figure_but_outside_of_the_caption(beside: str) -> None:
    found = read(f'<figure><img src="/a.jpg">{beside}<figcaption>A boat.</figcaption></figure>')
    assert found == Picture(URL, None, "A boat.", "Ana Reyes")


def test_words_for_a_picture_that_are_escaped_twice() -> None:
    assert read('<img src="/a.jpg" alt="&amp;quot;A boat&amp;quot; at&amp;nbsp;dawn">') == Picture(
        URL, '"A boat" at dawn'
    )


def test_signs_of_networks_and_codes_to_scan_are_no_pictures() -> None:
    assert read('<img src="/2020/share/facebook.png">') is None
    box = lxml.html.fragment_fromstring('<div class="qrcode"><p><img src="/a.jpg"></p></div>')
    assert pictures.read(next(box.iter("img")), BASE) is None
    assert read('<img src="/a.jpg" class="img-share">') is None
    assert read('<img src="/a.jpg" class="img-share" width="634" height="440">') == Picture(URL)
