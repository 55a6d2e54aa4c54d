"""Boxes and lines within a text by which a publisher points to other articles."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.extract.html import tree
from reader.late import pattern
from reader.model import RelatedLink
from reader.text import urls
from reader.text.clean import count_words, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

LINKS_LIMIT = 4
"""Links of a box that is still part of the text; one with more is a list of what else the site has."""

_BOX_LIMIT = 500
_CARD_LINKS = 4
_CARD_TITLES = 10
_CARD_LIMIT = 300
_CARD_TITLE, _CARD_TITLE_MOST = 20, 160
_SHARE_OF_CARD = 0.5
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
_TITLE_LENGTH = 8
_SHARE_IN_BOX = 0.25
_SHARE_IN_LINE = 0.75
_BOX = pattern(
    r"(?:^|[\s_-])(?:related|recommended|recommendation|read-?(?:also|more|next)|also-?read|see-?also|more-?on|lire-?aussi|leggi-?anche|lea-?tambien"
    r"|leia-?(?:mais|tambem)|mehr-?(?:zum|dazu)|in-?article|inline-?(?:link|story|article|promo|teaser)|promo(?:-?link)?|article-?(?:teaser|link|promo)"
    r"|internal-?link|story-?link|readmore|seealso|readalso|teaser)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LABEL = (
    r"(?:(?:read|see|watch) (?:also|more|next|this)|also read|must read|more(?: (?:on|about|from)(?: this)?|(?= ?:))(?: story| topic)?|related(?: (?:articles?|stor(?:y|ies)|coverage|news|posts?|content|reading|links?))?"
    r"|recommended(?: reading| for you| videos?| stories| articles)?|related (?:topics|videos?)|article content|(?:精彩|相关|热门|更多|为您|猜你)(?:视频)?(?:推荐|喜欢|阅读)|further reading|don't miss|read|"
    r"lesen sie (?:auch|hier|mehr|dazu)|lies auch|mehr (?:dazu|zum thema)|auch interessant|siehe auch|"
    r"(?:à )?(?:lire|voir|écouter)(?: aussi| également| encore| plus)?|sur le même (?:sujet|thème)|"
    r"(?:lea?|leer|lee|ver|mire|te puede interesar)(?: también| además| más)?|leia(?: também| mais)?|veja(?: também| mais)?|saiba mais|"
    r"leggi anche|vedi anche|approfondimenti|lees ook|læs også|les også|läs (?:också|mer)|lue myös|czytaj (?:też|także|również|więcej)|zobacz (?:też|także)|"
    r"čtěte také|čítajte aj|olvassa el|citește și|citiți și|прочетете още|"
    r"(?:читайте|читать|смотрите|см\.?)(?: также| ещё| еще| далее| по теме)?|по теме|читайте також|дивіться також|"
    r"(?:ayrıca|bunu da|şunu da) (?:okuyun|oku)|ilgili haber(?:ler)?|baca (?:juga|pula)|simak juga|artikel terkait|xem thêm|đọc thêm|tin liên quan|อ่านเพิ่มเติม|อ่านต่อ|ข่าวที่เกี่ยวข้อง|"
    r"citește (?:și|mai mult)|citeşte şi|vezi și|διαβάστε (?:επίσης|ακόμα|ακόμη)|δείτε (?:επίσης|ακόμα)|σχετικά (?:άρθρα|νέα)|kapcsolódó(?: cikk(?:ünk|eink)?)?|olvasta már|вижте (?:още|също)|прочетете (?:също|повече)|"
    r"pročitajte (?:i|još|više)|pogledajte (?:i|još)|čitajte (?:i|još)|preberite (?:tudi|še|več)|прочитајте (?:и|још)|čtěte (?:také|dále|i|více)|související(?: články)?|prečítajte si (?:aj|tiež)|súvisiace|"
    r"llegiu també|loe (?:ka|veel|rohkem)|lasi arī|lasiet (?:arī|vairāk)|skaitykite (?:taip pat|daugiau)|taip pat skaitykite|katso myös|lue lisää|lestu (?:líka|einnig)|lês ek|lees (?:ook|meer|verder)|bekijk ook|soma (?:pia|zaidi)|"
    r"czytaj dalej|powiązane|relacionad[oa]s?|notas? relacionadas?|más información|artigos relacionados|articoli correlati|articles? liés?|weitere artikel|zum thema|læs mere|les mer|läs även|"
    r"читайте ещё|материалы по теме|другие материалы|дивіться ще|за темою|também leia|اقرأ (?:المزيد|كذلك)|موضوعات? ذات صلة|مطالب مرتبط|مزید پڑھیں|קראו (?:גם|עוד)|לקריאה נוספת|यह भी पढ़ें|ये भी पढ़ें|আরও পড়ুন|இதையும் படிக்க|"
    r"延伸閱讀|相關新聞|推荐阅读|更多新闻|関連ニュース|関連リンク|あわせて読む|합께 읽기|관련 기사|함께 보면 좋은 기사|เรื่องที่เกี่ยวข้อง|関連(?:キーワード|リンク|ワード)|延伸阅读|相关阅读|相关新闻|関連記事|おすすめ(?:情報|記事)|あわせて読みたい|관련기사|اقرأ أيضا|اقرأ أيضًا|بیشتر بخوانید)"
)
_LED = pattern(rf"^\W{{0,4}}(?P<label>{_LABEL})\s*(?P<colon>[:：»>|–—-]+)?\s*", re.IGNORECASE)
_CALLS = pattern(
    rf"^\W{{0,4}}(?:{_LABEL}|continue reading|load more|most (?:read|popular|viewed|shared)(?: articles| stories)?|comments?(?: \(\d+\))?|meistgelesen\w*|(?:les )?plus lus|lo más (?:leído|visto)|(?:i )?più lett[ie]|mais lid[ao]s|mest (?:läst|lest)a?|najczęściej czytane|nejčtenější|популярное|самое читаемое|weiterlesen|full story|learn more|hier lesen|details|log ?in|sign (?:in|up)|subscribe|register|se connecter|s’abonner|anmelden|abonnieren|iniciar sesión|accedi|войти)\W*$",
    re.IGNORECASE,
)
_NOTICES = pattern(
    r"^\W*(?:advertis(?:ement|ing)s?|ad|anzeige|werbung|publicidad|publicité|pubblicità|publicidade|реклама|reklama|annonce|annons|reklame|advertentie"
    r"|(?:the )?(?:story|article|text) continues? (?:below|after).{0,30}|scroll (?:down )?to continue.{0,30}|loading\.*|share(?: this)?(?: article| story| on)?|自动播放(?:开关)?(?: 自动播放)?"
    r"|artikel teilen|partager|compartir|поделиться|condividi|分享(?:让更多人看到|到.{0,10})?|.{0,12}シェア(?:する)?|공유(?:하기)?"
    r"|print(?: this)?(?: article| page)?|drucken|imprimer|imprimir|stampa|печать|распечатать|drukuj|tisk|印刷(?:する)?|打印|인쇄|纠错"
    r"|prev(?:ious)?|next|(?:show|view|see) all|loading comments\.*|\d{1,2}[ -]min(?:ute)?s? read|vorherige[rs]?|nächste[rs]?|précédente?|suivante?|siguiente|.{0,12}フォロー(?:する)?|(?:page|seite|página) \d{1,2}(?: (?:of|von|de) \d{1,2})?|\d{1,2}/\d{1,2} ?(?:ページ目?|页|頁))\W*$",
    re.IGNORECASE,
)
_BLOCKISH = frozenset({"div", "aside", "section", "ul", "p", "a", "li", "dl"})


def _words(element: HtmlElement) -> Iterator[str]:
    """The text of a title without what is called a kicker, a byline or a day, a space between its parts."""
    yield element.text or ""
    for child in element:
        if (
            isinstance(child.tag, str)
            and child.tag not in ("time", "svg", "style", "script")
            and not _BESIDE_TITLE.search(child.get("class") or "")
        ):
            yield from _words(child)
        yield child.tail or ""


def read(element: HtmlElement, base: str | None) -> tuple[RelatedLink, ...]:
    """The articles that an element points to, where it does nothing else; empty for all else."""
    if element.tag not in _BLOCKISH:
        return ()
    is_box = element.tag not in ("p", "li") and (_is_box(element.get("class")) or _is_box(element.get("id")))
    if not is_box and not _LED.match(_opening(element)):
        return ()
    links = [element] if element.tag == "a" else list(element.iter("a"))[: LINKS_LIMIT * 3]
    if not links:
        return ()
    text = _NEW_WINDOW.sub("", line(tree.text_of(element), _BOX_LIMIT * 2))
    if not text or len(text) > _BOX_LIMIT or element.find(".//form") is not None:
        return ()
    found = _named(links, base)
    if not found or len(found) > LINKS_LIMIT:
        return ()
    if is_box:
        return found if sum(len(one.title) for one in found) >= _SHARE_IN_BOX * len(text) else ()
    led = _LED.match(text)
    if led is None:
        return ()
    is_apart = _is_apart(element, led["label"])
    named = sum(len(one.title) for one in found)
    # Boxes show the beginning of the article too; a sentence that links one is a sentence.
    share = _SHARE_IN_BOX if is_apart and element.tag not in ("p", "li") else _SHARE_IN_LINE
    return found if (led["colon"] or is_apart) and named >= share * max(len(text) - led.end(), 1) else ()


@lru_cache(4096)
def _is_box(name: str | None) -> bool:
    return bool(name and _BOX.search(name))


def card(element: HtmlElement, base: str | None) -> RelatedLink | None:
    """The article of the same site to which an element points by a picture and a headline, and by nothing else: all its
    links lead there. None for all else."""
    addresses = {link.get("href") or "#" for link in islice(element.iter("a"), _CARD_LINKS + 1)}
    if len(addresses) != 1 or next(element.iter("img", "picture"), None) is None:
        return None
    text = line(tree.text_of(element), _CARD_LIMIT + 1)
    url = urls.tidy(addresses.pop(), base)
    if not _CARD_TITLE <= len(text) <= _CARD_LIMIT or url is None or _IMAGE.search(urlsplit(url).path):
        return None
    if base and (not urls.same_site(url, base) or url.partition("#")[0] == base.partition("#")[0]):
        return None
    if next(element.iter("figcaption", "form", "h1", "h2"), None) is not None:
        return None
    named = (one for one in element.iter("h3", "h4", "h5", "h6", "p", "div", "span") if _is_headline(one))
    titles = (line("".join(_words(one))) for one in islice(named, _CARD_TITLES))
    title = min((text for text in titles if len(text) >= _CARD_TITLE), key=len, default="")
    is_most = max(1, _SHARE_OF_CARD * len(text)) <= len(title) <= _CARD_TITLE_MOST
    return RelatedLink(title, url) if is_most and not _CALLS.match(title) else None


def _is_headline(element: HtmlElement) -> bool:
    is_named = element.tag in ("h3", "h4", "h5", "h6") or _TITLE.search(element.get("class") or "")
    return bool(is_named) and (
        next(element.iter("a"), None) is not None or next(element.iterancestors("a"), None) is not None
    )


def is_call(text: str) -> bool:
    """Tells whether a line is but the label of related articles, or calls on to read, share or look at an advertisement."""
    return len(text) < 60 and bool(_CALLS.match(text) or _NOTICES.match(text))


def _opening(element: HtmlElement) -> str:
    """The first words of an element's own text: enough to see a label."""
    words = ""
    for piece in _texts(element):
        words += piece
        if len(words) > 60:
            break
    return " ".join(words.split())


def _texts(element: HtmlElement) -> Iterator[str]:
    """The texts within an element, as `itertext` gives them: for the first few of them this takes a tenth of the time."""
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail


def _is_apart(element: HtmlElement, label: str) -> bool:
    """Tells whether the label is a text of its own, in bold or outside of the link, and not the first words of a
    sentence."""
    for piece in element.itertext():
        if words := " ".join(str(piece).split()):
            return words.casefold().rstrip(" :：") == label.casefold().rstrip(" :：")
    return False


def _named(links: list[HtmlElement], base: str | None) -> tuple[RelatedLink, ...]:
    titles: dict[str, str] = {}
    for link in links:
        url = urls.tidy(link.get("href") or "", base)
        if url is None or (link.get("href") or "").startswith("#") or _NO_ARTICLE.search(urlsplit(url).path):
            continue
        title = _title(link)
        if len(title) > len(titles.get(url, "")):
            titles[url] = title
    long = ((title, url) for url, title in titles.items() if len(title) >= _TITLE_LENGTH)
    return tuple(
        RelatedLink(title, url)
        for title, url in long
        if count_words(title) > 1 and not _NO_TITLE.search(title)
    )


_NO_TITLE = pattern(r"subscri|newsletter|\babonn|suscri|\d ?% off", re.IGNORECASE)
_NO_ARTICLE = pattern(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|people|profiles?|staff|journalists?|jobs?|careers?|karriere|stellen\w*|emploi|empleos?|vacatures?|newsletters?|subscri(?:be|ption)s?|abo|login"
    r"|sign-?(?:in|up)|register|shop|store|tags?|topics?|thema|themen|category|kategorie|categor(?:ia|ie)|privacy|terms|contact)(?:/[^/]*)?/?$",
    re.IGNORECASE,
)
_NEW_WINDOW = pattern(
    r"\s*[(\[]?\b(?:opens? in (?:a )?new (?:window|tab)|(?:öffnet|wird) in (?:einem )?neue[mn] (?:fenster|tab)[^)\]]*|s['’]ouvre dans (?:une nouvelle fenêtre|un nouvel onglet)|nouvelle fenêtre"
    r"|se abre en (?:una )?(?:nueva )?(?:ventana|pestaña)(?: nueva)?|si apre in una nuova (?:finestra|scheda)|abre em (?:uma )?nova (?:janela|aba|guia)|opent in (?:een )?nieuw (?:venster|tabblad)|external link|откроется в новом окне|otwiera się w nowej karcie)[)\]]?\s*$",
    re.IGNORECASE,
)
_BESIDE_TITLE = pattern(
    r"(?:^|[\s_-])(?:kicker|category|section|topic|label|tag|rubri\w+|by-?line|author|date|time|timestamp|meta|duration|reading-?time|sr-only|visually-?hidden|screen-reader(?:-text)?|vh|icon|cta|read-?more)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLE = pattern(r"(?:^|[\s_-])(?:title|headline|heading|titel|titre|titulo|hed)(?:$|[\s_-])", re.IGNORECASE)


def _title(link: HtmlElement) -> str:
    heading = next(link.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    if heading is None:
        heading = next((one for one in link.iterdescendants() if _TITLE.search(one.get("class") or "")), None)
    text = _NEW_WINDOW.sub("", line("".join(_words(link if heading is None else heading))))
    if led := _LED.match(text):
        text = text[led.end() :] if led["colon"] else text
    if not text or _CALLS.match(text):
        text = line(link.get("title") or "")
    return "" if _CALLS.match(text) else text
