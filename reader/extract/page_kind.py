"""Tells what kind of page one is, an article or something else, by evidence, and says by which.

An article must not be taken for anything else: a page that says it is one, and shows a text of some length, is one,
unless the text itself is that of a wall. What needs a look at the whole tree is looked at only where that is in doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.extract.page_signs import Signs, is_front, types_of
from reader.late import pattern
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

    from reader.extract.page_signs import Reading
    from reader.model import PageKind, TextState

SURE_WORDS = 250
"""Words of a text from which on a page that says it is an article is believed."""

SHORT_WORDS = 150
"""Words below which a page may be one that has nothing to say: an error, a wall, a film."""

CARDS = 6
"""Linked headings of one rank that make a list; on a front page half as many."""


class Verdict(NamedTuple):
    """The kind of a page, what that is called, and the evidence for it."""

    kind: PageKind
    reason: str

    @property
    def told(self) -> str:
        """Says in a sentence why a page is not an article."""
        return f"This is {NAMES[self.kind]}, no article: {self.reason}"


NAMES: dict[PageKind, str] = {
    "article": "an article",
    "list": "a front page or list",
    "video": "a video page",
    "gallery": "a gallery",
    "product": "a product page",
    "questions": "a question with answers",
    "forum": "a forum thread",
    "login": "a login page",
    "cookies": "a question about cookies",
    "paywall": "the beginning of an article",
    "error": "an error page",
    "script": "a page for JavaScript",
    "data": "data",
}

STATES: dict[PageKind, TextState] = {
    "list": "part",
    "video": "part",
    "gallery": "part",
    "product": "part",
    "login": "none",
    "cookies": "none",
    "error": "none",
    "paywall": "paywall",
}
"""The state of the text that such a page gives: of no worth beside that of a feed where it is none of the article's."""


class _Rule(NamedTuple):
    """A kind, and what gives the evidence for it; "" where there is none."""

    kind: PageKind
    evidence: Callable[[Signs], str]


def judge(read: Reading, tree: Callable[[], HtmlElement]) -> Verdict:
    """The kind of a page. `tree` gives its tree untouched, where that is needed."""
    words = read.words
    types = types_of(read)
    is_thread = types & _THREADS or _FORUMS.search(read.clues.meta("generator") or "")
    is_sure = read.says_article and words >= SURE_WORDS and not is_front(read.url)
    if is_sure and not is_thread and "product" not in types and not _is_consent(read.text):
        return Verdict("article", "it says that it is one")
    signs = Signs(read=read, types=types, tree=tree)
    for rule in RULES:
        if said := rule.evidence(signs):
            return Verdict(rule.kind, said)
    said = "it says that it is one" if read.says_article else f"{counted(words, 'word')} of running text"
    return Verdict("article", said)


# The words of walls and errors, in the languages of most papers.

_ERROR = pattern(
    r"^\W*(?:error\W*)?[45]\d\d\b(?!\s*(?:people|men|years|days|dead|million|[a-z]+s\b))|\berror\s+[45]\d\d\b|\b404\b\W*(?:error|not found|-|–|$)"
    r"|(?:page|site|content|article|file)\b.{0,20}\b(?:not (?:be )?found|no longer (?:available|exists)|does(?:n.t| not) exist|is(?:n.t| not) available)"
    r"|^\W*not found\W*$|can.?t find (?:that|this|the) page|nothing (?:was )?found"
    r"|(?:seite|artikel)\b.{0,20}(?:nicht (?:\w+ )?(?:gefunden|verfügbar|vorhanden)|existiert nicht)"
    r"|(?:page|article)\b.{0,20}(?:introuvable|n.existe (?:pas|plus)|non trouvée)"
    r"|(?:página|pagina|articolo)\b.{0,20}(?:no encontrada|no (?:se )?(?:ha )?encontr|no existe|não (?:foi )?encontrada|non (?:è stata )?trovat|niet gevonden|nu a fost găsită)"
    r"|страниц\w* не (?:найден|существует)|сторінк\w* не (?:знайден|існує)|stron\w* (?:nie (?:została )?(?:znaleziono|istnieje|odnaleziono))|nie znaleziono (?:takiej )?strony"
    r"|sidan (?:hittades inte|kunde inte hittas|finns inte)|siden (?:blev |ble )?ikke (?:fundet|funnet)|sivua ei (?:löyt|ole)|stránk\w* (?:nenalezena|neexistuje|sa nenašla)"
    r"|sayfa bulunamadı|az oldal nem található|ページが(?:見つかり|存在)|お探しのページ|(?:页面|頁面)(?:不存在|未找到)|找不到(?:该|此|页|頁)|페이지를 찾을 수|الصفحة (?:غير موجودة|المطلوبة)|لم يتم العثور على الصفحة"
    r"|access denied|service unavailable|bad gateway|internal server error|something went wrong|under maintenance|too many requests",
    re.IGNORECASE,
)  # fmt: skip
_ROBOT = pattern(
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|verify (?:that )?you(?: are|.re) (?:a )?human|not a robot|checking your browser"
    r"|unusual traffic|security check|ddos protection|kein roboter|pas un robot|no (?:eres|soy) un robot|вы не робот",
    re.IGNORECASE,
)
_LOGIN = pattern(
    r"\b(?:log ?in|log on|sign ?in|anmeld(?:en|ung)|einloggen|(?:se )?connexion|s.identifier|se connecter|iniciar sesión|inicia sesión|acceder|accedi|entrar"
    r"|inloggen|logga in|logg inn|log ind|kirjaudu|zaloguj|logowanie|přihl(?:ásit|ášení)|prihlás\w+|bejelentkezés|giriş yap|autentificare|вход|войти|увійти|вхід)\b"
    r"|ログイン|登录|登錄|登入|로그인|تسجيل الدخول|התחבר",
    re.IGNORECASE,
)
_CONSENT = pattern(
    r"\bcookies?\b|\bconsent\b|personal(?:ised|ized)? (?:data|ads|advertising)|\btracking\b|\bour (?:\d+ )?partners\b|legitimate interest|store and/?or access"
    r"|zustimm\w+|einwillig\w+|datenschutz\w*|personenbezogen\w*|consentement|données personnelles|nos partenaires|consentimiento|datos personales|nuestros socios"
    r"|consenso|dati personali|toestemming|persoonsgegevens|samtycke|samtykke|personuppgifter|zgod[aęy]\b|danych osobowych|souhlas\w*|osobních údajů"
    r"|файл\w* cookie|персональн\w+ данн\w+|согласи\w+|クッキー|個人データ|쿠키|ملفات تعريف الارتباط",
    re.IGNORECASE,
)
_ACCEPT = pattern(
    r"\b(?:accept|agree|allow all|got it|akzeptieren|zustimmen|einverstanden|accepter|j.accepte|aceptar|acepto|aceitar|accetta|accetto|akkoord|accepteren"
    r"|acceptera|godkänn|godta|accepter alle|hyväksy|akceptuj|zgadzam się|souhlasím|přijmout|prijať|elfogad|kabul et|принять|согласен|прийняти)\b|同意|동의|قبول|أوافق",
    re.IGNORECASE,
)
_PAYWALL = pattern(
    r"(?:subscribe|register|log in|sign (?:in|up)|join)\b.{0,40}\bto (?:continue|keep|finish|read|unlock)\b|to (?:continue|keep) reading (?:this|the)?|(?:only (?:available )?(?:for|to)|exclusively for) (?:\w+ )?subscribers"
    r"|(?:article|story|content) is (?:reserved )?for (?:\w+ )?(?:subscribers|members)|you have (?:reached|read|used) .{0,40}free (?:articles|stories)"
    r"|weiterlesen mit|(?:mit|im) (?:\w+ ?){0,3}(?:abo|digitalabo|plus)\b.{0,30}weiterlesen|(?:jetzt|kostenlos) (?:testen und )?weiterlesen|(?:nur|exklusiv) für abonnent\w*"
    r"|réservée? (?:à nos|aux) abonnée?s|pour lire la suite.{0,60}abonn|il vous reste .{0,20} (?:à lire|de cet article)|abonnez-vous (?:pour|dès)"
    r"|(?:exclusivo|solo|sólo|exclusiva) para (?:suscriptores|assinantes|subscritores)|suscríbete para (?:seguir|continuar)|para (?:seguir|continuar) leyendo"
    r"|(?:riservato|solo) (?:agli|per gli) abbonati|abbonati per (?:continuare|leggere)|(?:alleen|exclusief) voor abonnees|om verder te lezen|(?:lees verder|verder lezen) met"
    r"|(?:endast|bara) för prenumeranter|för att läsa (?:vidare|hela)|kun for abonnenter|(?:for|for) å lese (?:videre|hele)|for at læse (?:videre|hele)|vain tilaajille|tilaajille"
    r"|(?:dostępn\w+|tylko) dla (?:prenumeratorów|subskrybentów)|aby (?:czytać dalej|przeczytać całość)|(?:pouze|jen) pro předplatitele|iba pre predplatiteľov"
    r"|(?:только|доступ\w*) (?:для|по) подпис\w+|(?:чтобы|оформите подписку) .{0,40}(?:дочитать|читать (?:дальше|далее))|この記事は(?:有料|会員)|続きを読むには|订阅(?:后)?(?:继续|阅读全文)|구독하고|للمشتركين فقط",
    re.IGNORECASE,
)  # fmt: skip
_BUY = pattern(
    r"add to (?:cart|bag|basket)|buy now|in den (?:waren|einkaufs)korb|ajouter au panier|añadir (?:al carrito|a la cesta)|aggiungi al carrello"
    r"|in (?:winkelwagen|winkelmand)|lägg i (?:varukorg|kundvagn)|do koszyka|do košíku|в корзину|カートに入れる|加入购物车|sepete ekle",
    re.IGNORECASE,
)
_FORUMS = pattern(r"discourse|phpbb|xenforo|vbulletin|mybb|simple machines|flarum|vanilla|invision|fluxbb|nodebb|woltlab", re.IGNORECASE)  # fmt: skip

_THREADS = frozenset(("qapage", "question", "discussionforumposting"))
_POSTINGS = frozenset(("newsarticle", "blogposting"))
_LISTS = frozenset(("collectionpage", "itemlist", "searchresultspage", "profilepage", "blog"))
_FILMS = frozenset(("videoobject", "movie", "tvepisode", "clip"))
_GALLERIES = frozenset(("imagegallery", "mediagallery", "gallery", "album"))


_CONSENT_LENGTH = 5_000
"""Characters of the longest text of such a page; articles on cookies are longer, or say that they are articles."""


def _is_consent(text: str) -> bool:
    """Tells whether most of a short text speaks of cookies and consent."""
    if len(text) > _CONSENT_LENGTH or len(_CONSENT.findall(text[:3_000])) < 3:
        return False
    parts = [part for part in text.split("\n") if len(part) > 20]
    return sum(1 for part in parts if _CONSENT.search(part)) * 2 >= len(parts) > 0


def _error(signs: Signs) -> str:
    if signs.words >= SHORT_WORDS:
        return ""
    said = next((one for one in (signs.headline, signs.read.title) if _ROBOT.search(one)), "")
    if said:
        return f"it asks for proof that you are no robot (“{said[:60]}”)"
    said = next((one for one in (signs.headline, signs.read.title) if _ERROR.search(one)), "")
    return f"its headline says “{said[:60]}”" if said else ""


def _cookies(signs: Signs) -> str:
    if _is_consent(signs.read.text) and any(map(_ACCEPT.search, signs.buttons)):
        return "its text is about consent, and it has a button to accept"
    return ""


def _login(signs: Signs) -> str:
    if signs.words >= SHORT_WORDS or (signs.read.says_article and signs.words >= SHORT_WORDS / 2):
        return ""
    says = next(
        (one for one in (signs.headline, signs.read.title) if _LOGIN.search(one) and len(one) < 80), ""
    )
    if signs.has_password and (says or (signs.shown < 5 * _LITTLE and signs.words < _A_FEW)):
        return "it asks for a password"
    return f"its headline says “{says[:60]}”" if says and signs.main < _LITTLE else ""


def _paywall(signs: Signs) -> str:
    if signs.read.state == "paywall":
        return "the rest is for subscribers"
    if signs.words < SURE_WORDS and (said := _PAYWALL.search(signs.read.text[-600:])):
        return f"it says “{said[0][:60]}”"
    return ""


def _script(signs: Signs) -> str:
    return "it shows its text only with JavaScript" if signs.read.state == "script" else ""


def _questions(signs: Signs) -> str:
    is_said = "qapage" in signs.types or {"question", "answer"} <= signs.types - {"faqpage"}
    if is_said and "faqpage" not in signs.types and signs.posts >= 2:
        return f"it says that it is one (QAPage), and has {signs.posts} posts with author or day"
    return ""


def _forum(signs: Signs) -> str:
    is_said = "discussionforumposting" in signs.types or _FORUMS.search(signs.generator)
    if (signs.read.says_article and not is_said) or signs.posts < 2:
        return ""
    is_most = signs.posted * 10 >= signs.prose * 7 and signs.posted * 2 >= len(signs.read.text)
    is_thread = signs.posts >= 3 and signs.signed * 5 >= signs.posts * 4 and signs.cards < CARDS
    return f"{signs.posts} posts with author or day" if is_said or (is_thread and is_most) else ""


def _product(signs: Signs) -> str:
    is_said = signs.products and signs.products <= _FEW_PRODUCTS
    # Shops have the plug-ins of blogs, which call any page an article.
    if is_said and (
        not signs.read.says_article or (not signs.types & _POSTINGS and any(map(_BUY.search, signs.buttons)))
    ):
        return "it says that it is one (product data)"
    return ""


def _video(signs: Signs) -> str:
    is_said = any(one.startswith("video") for one in signs.types) or bool(signs.types & _FILMS)
    if signs.words < SHORT_WORDS and not (signs.read.says_article and signs.words >= SHORT_WORDS / 2):
        if is_said:
            return "it says that it is one (video data)"
        if signs.has_player and signs.main < _LITTLE:
            return "a player, and hardly any text"
    return ""


def _gallery(signs: Signs) -> str:
    if signs.read.says_article and signs.words >= SHORT_WORDS:
        return ""
    if signs.types & _GALLERIES:
        return "it says that it is one (ImageGallery)"
    pictures = signs.read.pictures
    if pictures >= 8 and signs.words < 15 * pictures and signs.linked < _MOSTLY / 2:
        return f"{counted(pictures, 'picture')}, and {counted(signs.words, 'word')} beside them"
    return ""


def _list(signs: Signs) -> str:
    least = CARDS // 2 if signs.is_front else CARDS
    is_of_teasers = signs.is_front or signs.in_cards <= _TEASER * signs.cards
    is_of_cards = (is_of_teasers and signs.in_cards * 2 >= signs.prose) or signs.words < SHORT_WORDS / 2
    is_without_text = signs.main < _LITTLE and not signs.read.says_article
    is_of_cards = is_of_cards or (is_without_text and signs.cards >= 3 * CARDS)
    is_scattered = signs.main * 2 < signs.prose or signs.main < _LITTLE
    if signs.is_front and is_scattered:
        return "it is at the address of the site itself, and no text fills it"
    if signs.cards >= least and is_of_cards:
        return f"{signs.cards} linked headings, and hardly any text but theirs"
    if signs.read.says_article or signs.words >= SURE_WORDS or signs.main >= _LITTLE:
        return ""
    if signs.products > _FEW_PRODUCTS:
        return f"{signs.products} products"
    if signs.linked > _MOSTLY:
        return f"{signs.linked:.0%} of what it shows are links"
    if signs.types & _LISTS and signs.linked > _MOSTLY / 2:
        return "it says that it is one, and has no text of its own"
    return ""


_MOSTLY = 0.8
_TEASER = 400
"""Characters of a teaser: more stand in a part of an article, or in a comment."""

_FEW_PRODUCTS = 3
_A_FEW = 40
_LITTLE = 600
"""Characters in one place that are too few for the text of an article."""

RULES = (
    _Rule("script", _script),
    _Rule("error", _error),
    _Rule("questions", _questions),
    _Rule("forum", _forum),
    _Rule("cookies", _cookies),
    _Rule("login", _login),
    _Rule("paywall", _paywall),
    _Rule("list", _list),
    _Rule("product", _product),
    _Rule("video", _video),
    _Rule("gallery", _gallery),
)
"""What is asked of a page, in this order: the first kind for which there is evidence counts, else it is an article."""
