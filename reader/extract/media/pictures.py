"""Pictures of the text, with caption and credit; not the icons, portraits of authors and tracking pixels."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.extract.media import captions
from reader.extract.metadata.authors.printed_bylines import is_author_link
from reader.late import pattern
from reader.model import Picture
from reader.text import urls
from reader.text.clean import clean, line, optional_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MEDIA = frozenset({"img", "amp-img", "picture"})
"""Elements that are pictures by their tag."""

SMALL = 64
"""Pixels: what is said to be no larger either way is an icon."""

_DRAWING = 128
_LARGE = 200
_WORDS_OF_DRAWING = 3
_BOX_LIMIT = 600
_BOX = pattern(
    r"(?:^|[\s_-])(?:image|img|photo|picture|figure|foto|bild|caption)(?:[-_]?(?:widget|box|block|wrap(?:per)?|container|full|inline|left|right|center))?(?:$|[\s_])",
    re.IGNORECASE,
)
_NO_PICTURE = pattern(
    r"(?:^|[-_\s/])(?:avatars?|gravatar|logos?|icons?|sprites?|spacer|blank|pixel|badge|emoji|smil(?:ey|ie)|loader|loading"
    r"|tracking|beacon|share|author-(?:image|photo|img)|headshot|byline|1x1|placeholder|transparent|grey|gray|feedburner)(?:[-_.\s/]|$)",
    re.IGNORECASE,
)
_BYLINE = pattern(
    r"(?:^|[\s_-])(?:author|byline|bylines|reporter|journalist|avatar|contributor|autor|auteur|writer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE_LEVELS = 4
_SHARING = pattern(
    r"(?:^|[\s_-])(?:qr-?code|e-?wm|erweima|(?:more)?share(?:-(?:box|bar|core|list|icons?|buttons?|links?))?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OF_NO_PICTURE = pattern(
    r"/(?:icons?|iconos|icones|smil(?:ey|ie)s?|emojis?|authors?|autor(?:en|es)?|auteurs?|avatars?|headshots?|portraits?-of-authors?)/",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"(?:icon?s?[-_]|share[-_])?(?:facebook|fb|twitter|x|instagram|linkedin|whatsapp|telegram|youtube|pinterest|reddit|tiktok|vk|ok|line|hatena|kakao|naver|weibo|sina|qq|qzone|wechat|weixin|wx|qr-?code|e-?wm|erweima|email|mail|print|rss)"
    r"(?:[-_](?:icon|logo|share|button|btn|white|black|\d{1,3}))?\.(?:png|gif|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)
"""Files that are named after a network or a way to share, and no more."""

_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-full-src", "data-hi-res-src", "data-image-src", "data-img-url",
    "data-srcset", "data-lazy-srcset", "srcset", "src", "data-url",
)  # fmt: skip
_STAND_IN = pattern(
    r"(?:spacer|blank|placeholder|preload(?:er)?|pixel|1x1|transparent)\.(?:gif|png|svg|jpe?g)"
)
# Behind a width the comma alone parts two addresses; in an address it may be a part of it.
_CANDIDATE = pattern(r"(\S+?)(?:\s+(\d+(?:\.\d+)?)([wx])\s*(?:,|$)|\s*(?:,\s+|,?\s*$))\s*")
_IMAGE_FILE = pattern(r"\.(?:jpe?g|png|webp|avif|gif)\b", re.IGNORECASE)
_WIDE_ENOUGH = 2_000
_NO_ALT = pattern(
    r"^(?:image|img|photo|picture|foto|bild|null|undefined|.*\.(?:jpe?g|png|webp|gif))$", re.IGNORECASE
)
_OTHER = ("table", "pre", "blockquote", "iframe", "video", "audio", "h1", "h2", "ul", "ol")


def read(element: HtmlElement, base: str | None) -> Picture | None:
    """The picture that an element is: an image, or a box of one image and what is said of it. None for all else."""
    if element.tag in MEDIA:
        return _image(element, base)
    is_figure = element.tag == "figure"
    if not is_figure and len(element) == 1 and not (element.text or "").strip():
        return None  # a wrapper: what it wraps is looked at next
    images = _images(element)
    if len(images) != 1 or next(element.iter(*_OTHER), None) is not None:
        return None
    is_box = bool(_BOX.search(element.get("class") or ""))
    if not is_figure and not is_box and _says_more(element):
        return None
    said = captions.read(element, is_whole=is_figure or is_box)
    if not is_figure and not (said.is_all and 0 < said.length <= _BOX_LIMIT):
        return None
    picture = _image(images[0], base, is_shown=is_figure)
    if picture is None:
        # In a saved page whose address nobody knows, the picture is lost, but not what is said of it.
        is_known = is_figure and base is None and said.credit
        return Picture(None, None, said.caption, said.credit) if is_known else None
    alt = picture.alt
    if alt and said.caption and alt.strip(" ,.;") in said.caption:
        alt = None
    return Picture(picture.url, alt, said.caption, said.credit)


def _says_more(element: HtmlElement) -> bool:
    """Tells whether text stands in a box that is of none of its elements, and so is no caption."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _images(element: HtmlElement) -> list[HtmlElement]:
    """The images in a box; those within one <picture> or <noscript> are one."""
    found: list[HtmlElement] = []
    for image in element.iter("img", "amp-img"):
        if next(image.iterancestors("noscript"), None) is None or not found:
            found.append(image)
        if len(found) > 2:
            break
    return found


def _image(element: HtmlElement, base: str | None, *, is_shown: bool = False) -> Picture | None:
    image = element
    if element.tag == "picture":
        found = element.find(".//img")
        image = element if found is None else found
    if _is_small(image):
        return None
    if not is_shown and not _is_large(image) and _NO_PICTURE.search(image.get("class") or ""):
        return None
    address = _address(image, base)
    if address is None:
        return None
    name = address.rsplit("/", 1)[-1]
    if not is_shown and (_NO_PICTURE.search(name) or _NETWORK.match(name) or _OF_NO_PICTURE.search(address)):
        return None
    if not is_shown and (_is_portrait(image) or _is_to_share(image)):
        return None
    alt = optional_line(_unescaped(image.get("alt")))
    if not is_shown and _is_drawn_icon(address, image, alt):
        return None
    return Picture(address, None if alt and _NO_ALT.match(alt) else alt)


def _unescaped(alt: str | None) -> str | None:
    """The words for a picture, of which some sites escape the quotation marks twice."""
    return html.unescape(alt) if alt and "&" in alt else alt


def _is_drawn_icon(address: str, image: HtmlElement, alt: str | None) -> bool:
    """Tells whether it is an SVG outside of a figure of which neither size nor words say that it is a drawing."""
    if not urlsplit(address).path.lower().endswith(".svg"):
        return False
    sizes = [_pixels(image.get(name) or "") or 0 for name in ("width", "height")]
    return max(sizes) <= _DRAWING and len((alt or "").split()) < _WORDS_OF_DRAWING


def _is_portrait(image: HtmlElement) -> bool:
    """Tells whether it stands in a byline, in a box about an author or in a link to one."""
    boxes = islice(image.iterancestors(), _BYLINE_LEVELS)
    return any(
        _is_called_byline(box.get("class"), box.get("rel")) or (box.tag == "a" and is_author_link(box))
        for box in boxes
    )


@lru_cache(1024)
def _is_called_byline(name: str | None, rel: str | None) -> bool:
    return _BYLINE.search(f"{name or ''} {rel or ''}") is not None


def _is_to_share(image: HtmlElement) -> bool:
    """Tells whether it stands in a box to share by: a code to scan, the sign of a network."""
    if _is_large(image):
        return False
    return any(
        _SHARING.search(box.get("class") or "") for box in islice(image.iterancestors(), _BYLINE_LEVELS)
    )


def once(found: list[Picture]) -> set[int]:
    """The places of those that are shown: each address once, and of two neighbours of one file name, which are a
    stand-in and the picture itself, the second."""
    kept: dict[str, int] = {}
    for place, picture in enumerate(found):
        kept.setdefault(picture.url or str(place), place)
    shown = sorted(kept.values())
    doubles = {place for place, following in pairwise(shown) if _is_same_file(found[place], found[following])}
    return set(shown) - doubles


def _is_same_file(one: Picture, other: Picture) -> bool:
    name, following = ((each.url or "").partition("?")[0].rpartition("/")[2] for each in (one, other))
    return len(name) > 12 and not one.caption and name == following


def _is_small(image: HtmlElement) -> bool:
    sizes = [_pixels(image.get(name) or "") for name in ("width", "height")]
    known = [size for size in sizes if size is not None]
    return bool(known) and (max(known) <= SMALL or min(known) <= 2)


def _is_large(image: HtmlElement) -> bool:
    """Tells whether it is said to be too large both ways for an icon, whatever its class is called."""
    return min(_pixels(image.get(name) or "") or 0 for name in ("width", "height")) >= _LARGE


def _pixels(value: str) -> int | None:
    number = value.strip().removesuffix("px").split(".")[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else None


def _address(image: HtmlElement, base: str | None) -> str | None:
    """The address of the picture, the large one before its stand-in; lazily loaded ones name it elsewhere than in src."""
    for holder, name in product([image, *_neighbours(image)], _SOURCES):
        value = holder.get(name)
        if not value or value.startswith(("data:", "blob:")):
            continue
        found = urls.tidy(_largest(value) if name.endswith("srcset") else value, base)
        if found and not _STAND_IN.search(found):
            return found
    return _lazy_address(image, base)


def _lazy_address(image: HtmlElement, base: str | None) -> str | None:
    """The address that a script of the page's own would put in: in any attribute that is called a source."""
    for holder in (image, *_neighbours(image)):
        for name, value in holder.attrib.items():
            if name.startswith("data-") and "src" in name and _IMAGE_FILE.search(value):
                found = urls.tidy(_largest(value) if "srcset" in name else value, base)
                if found and not _STAND_IN.search(found):
                    return found
    return None


def _neighbours(image: HtmlElement) -> list[HtmlElement]:
    # The parser takes <source> for an element with content, so that the image may stand within one.
    frame = image if image.tag == "picture" else next(image.iterancestors("picture"), None)
    if frame is not None:
        return list(frame.iter("source"))
    following = image.getnext()
    return list(following.iter("img")) if following is not None and following.tag == "noscript" else []


def _largest(srcset: str) -> str:
    """The widest candidate of a srcset that is not wider than `_WIDE_ENOUGH`; else the first."""
    best, best_size = "", -1.0
    for match in list(_CANDIDATE.finditer(clean(srcset)[:8_000]))[:20]:
        size = float(match[2]) if match[2] else 1.0
        if (size <= _WIDE_ENOUGH and size > best_size) or not best:
            best, best_size = line(match[1], urls.URL_LIMIT), size
    return best
