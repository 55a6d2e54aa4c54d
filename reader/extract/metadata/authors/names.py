"""Tells names of persons from roles, news agencies and other text, by form and word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates.months import MONTHS
from reader.extract.metadata.authors.places import PLACES
from reader.late import pattern
from reader.text.fold import fold
from reader.text.scripts import UNSPACED_OR_HANGUL

if TYPE_CHECKING:
    from collections.abc import Collection

WEEKDAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|senin|selasa|rabu|kamis|jumat|sabtu|minggu"
)
_AGENCY = (
    r"a\.?f\.?p\.?|agence france[- ]presse|a\.?p\.?|(?:the )?associated press|reuters?|thomson reuters|dpa(?:[-/ ]\w{2,12})?"
    r"|deutsche presse[- ]agentur|sid|epd|kna|apa|austria presse agentur|sda|keystone[- ]sda|ansa|adnkronos|efe|agencia efe|europa press"
    r"|tass|тасс|interfax|интерфакс|ria novosti|риа новости|xinhua|新华社|新華社|中新社|kyodo(?: news)?|共同|共同通信|jiji(?: press)?|時事|時事通信"
    r"|yonhap(?: news)?(?: agency)?|연합뉴스|pti|press trust of india|ani|ians|upi|bloomberg(?: news)?|pa(?: media)?|press association|aap"
    r"|(?:the )?canadian press|la presse canadienne|belga|anp|ritzau|ntb|tt|stt|lusa|pap|čtk|ctk|mti|tanjug|hina|anadolu(?: agency|"
    r" ajansı)?|aa|dha|iha|antara|bernama|vna|ttxvn|mehr|irna|wam|spa|africa news agency|sapa|cns|caixin|cnn wire|dow jones|"
    r"notimex|télam|telam|ats|keystone-ats|zeit online dpa|dapd|rtr|getty images"
)
_IS_AGENCY = pattern(rf"(?:{_AGENCY})", re.IGNORECASE)
_BETWEEN = pattern(r"\s*(?:[/,;]|\s(?:and|und|et|y|e|&)\s)\s*|[/,;]")

_ROLE = pattern(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|contributor|producer|director|manager|head of|chief|officer"
    r"|president|founder|co-founder|ceo|cto|cfo|expert|analyst|specialist|professor|lecturer|author of|intern|photographer|blogger"
    r"|redakteur(?:in)?|redaktør|redaktionsleit\w*|korrespondent(?:in)?|reporterin|chefredakteur\w*|ressortleit\w*|autorin bei|leiter(?:in)?"
    r"|volont[äa]r(?:in)?|journalistin|rédact(?:eur|rice)\w*|journaliste|correspondant\w*|envoyée? spéciale?|periodista|redactora?"
    r"|corresponsal|enviad[oa]|giornalista|redattore|inviato|editora?|jornalista|редактор|корреспондент|журналист|обозреватель"
    r"|dziennikar\w+|redaktor\w*|muhabir\w*|wartawan|marketing|engineer|developer|consultant|advisor|adviser|team lead|strategist|special (?:to|for)\b.*)s?\b",
    re.IGNORECASE,
)
_NOBODY = pattern(
    r"(?:the )?(?:admin|administrator|root|staff|editor|editors|editorial|newsroom|redaktion|redaction|rédaction|redacción|redacao|redação"
    r"|redazione|redakcja|redakce|redaktionen|редакция|anonymous|unknown|guest|user|author|authors|webmaster|web ?desk|news ?desk|online ?desk"
    r"|press release|our editors|none|null|undefined|n/?a|contributor|contributors|team|news|home|about|contact|profile|share|comments?|reply"
    r"|view all posts|all posts|more|read more|follow|subscribe|login|log in|sign in|search|menu|twitter|facebook|email|print|byline|by"
    r"|posted|published|updated|see more|meer|mehr|plus|voir plus|default|test|post author|article author|tags?|topics?|opinion|\W+|\d+"
    r"|(?:the )?(?:staff (?:and|&|/) )?(?:news |wire )?(?:agenc(?:y|ies)|services?)(?: reports?)?|agencias|agences|agenturen|agenzie|agencje|agentury|agências|агентства|редакция|kantor berita)$",
    re.IGNORECASE,
)
_DESK = pattern(
    r"\b(?:web ?desk|news ?desk|our editors|editorial (?:staff|board|team)|staff (?:writer|reporter)s?)$",
    re.IGNORECASE,
)
_LABELS = frozenset(
    [
        "written",
        "by",
        "von",
        "par",
        "por",
        "di",
        "author",
        "authors",
        "autor",
        "autore",
        "auteur",
        "text",
        "words",
        "story",
        "posted",
        "published",
        "reported",
        "reporter",
        "editor",
        "contributor",
        "editorial",
        "team",
        "staff",
        "twitter",
        "facebook",
        "instagram",
        "linkedin",
        "youtube",
        "whatsapp",
        "telegram",
        "mastodon",
        "bluesky",
        "threads",
        "tiktok",
        "pinterest",
        "reddit",
        "flipboard",
        "xing",
        "vk",
        "viber",
        "weibo",
        "wechat",
        "rss",
        "x",
        "email",
        "e-mail",
        "mail",
        "website",
        "web",
        "profile",
        "bio",
        "share",
        "follow",
        "copy",
        "link",
        "print",
        "and",
        "und",
        "et",
        "y",
        "e",
    ]
)
"""Words of bylines, networks and buttons: what consists of these names nobody."""
_ADDRESS = pattern(
    r"^\s*(?:https?://|www\.|/)|^\S+@\S+\.\w+$|^@\w+$|^\S+\.(?:com|org|net|de|co\.uk|fr|it|es|ru|pl|cz|jp|cn)$",
    re.IGNORECASE,
)
_UNSPACED = pattern(f"[{UNSPACED_OR_HANGUL}]")
_PARTICLES = frozenset((
    "de", "del", "della", "di", "da", "dos", "das", "du", "des", "la", "le", "van", "von", "der", "den",
    "ter", "ten", "zu", "zur", "al", "el", "bin", "ibn", "y", "e", "st.", "und", "af", "ap", "o'",
))  # fmt: skip
_MENU_WORDS = pattern(
    r"\b(?:read|more|news|editorial|process|policy|guidelines|home|page|click|here|sign|subscribe|newsletter|comment|comments|share|follow|continue|story|article|related"
    r"|latest|popular|menu|search|privacy|policy|cookie|terms|contact|about|copyright|rights|reserved|reading|minutes?|min|hours?|ago"
    r"|today|yesterday|photos?|image|images|getty|video|watch|listen|podcast|updated|published|the|this|that|what|why|how|when|where|who|is|are|was)\b",
    re.IGNORECASE,
)


def without_date(text: str) -> str:
    """The text up to the first day and month, with the day glued to the name before or not: "Ann Lee22 May 2016"."""
    words = text.split(" ")
    months = [fold(word).strip(".,") in MONTHS for word in words]
    for number, word in enumerate(words):
        beside = any(months[max(number - 1, 0) : number + 2])
        if beside and (match := _DAY.search(word)) and not months[number]:
            first = number - 1 if number and months[number - 1] else number
            glued = word[: match.start()] if first == number else ""
            return _WEEKDAY_END.sub("", " ".join([*words[:first], glued])).strip()
    return text


_DAY = pattern(r"\d{1,4}(?:st|nd|rd|th)?[.,]{0,2}(?=$|\D)")
_WEEKDAY_END = pattern(
    rf"[\s,|•·–—(-]*\b(?:on |am |le |el |den |il )?(?:{WEEKDAYS}|on|am|le|el)\s*,?\s*$", re.IGNORECASE
)


def is_address(text: str) -> bool:
    """Tells whether it is an address, an e-mail address or a handle rather than a name."""
    return bool(_ADDRESS.search(text))


def is_agency(text: str) -> bool:
    """Tells whether the whole text is the name of a news agency."""
    return bool(_IS_AGENCY.fullmatch(text.strip(" ."))) and not (len(text) <= 3 and text.istitle())


def agency_in(text: str) -> str | None:
    """The agency that "AFP", "dpa/AFP" or "AFP, Reuters" names first; None where a part is no agency."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part and part.strip()]
    return parts[0] if parts and all(is_agency(part) for part in parts) else None


def without_role(text: str) -> str | None:
    """A name without what its bearer does: "Reporter Ann Lee", "Ann Lee Editor"; None for a role alone."""
    if not (match := _ROLE.search(text)):
        return text
    before, after = text[: match.start()], text[match.end() :]
    if len(after.split()) > 3 or re.match(r"\s*(?!(?:at|of|for|in|bei|chez)\b)[a-z]", after):
        return None  # a sentence about somebody
    around = (after, before)
    return next((name for part in around if is_full_name(name := part.strip(" ,:-"))), None)


def is_nobody(text: str) -> bool:
    """Tells whether it stands where a name should but names nobody: "admin", "Web Desk"."""
    return bool(_NOBODY.match(text.strip()) or _DESK.search(text.strip())) or _are_labels(text)


def is_place(text: str) -> bool:
    """Tells whether the whole text is the name of a place."""
    return text.casefold().strip(" .,") in PLACES


def _are_labels(text: str) -> bool:
    return all(word.strip(".,:;|/&()•") in _LABELS for word in text.casefold().split())


def is_account(text: str) -> bool:
    """Tells whether it is the name of an account rather than of a person: one word, with figures, signs or no capital."""
    return (
        " " not in text
        and not is_unspaced(text)
        and (text[:1].islower() or not text.isalpha() or text.isupper())
    )


def is_weak(text: str) -> bool:
    """Tells whether it may stand for an author where nobody better is named: "Guardian staff reporter", but no "admin"."""
    return (
        3 <= len(text) <= 60
        and len(text.split()) <= 6
        and not is_address(text)
        and not is_place(text)
        and not _NOBODY.match(text)
        and not _are_labels(text)
    )


def are_all_of(text: str, found: Collection[str]) -> bool:
    """Tells whether names are nearly all that a text holds, so that it is a byline and no sentence that begins with one."""
    return bool(found) and sum(map(len, found)) >= 0.6 * len(text)


def is_unspaced(text: str) -> bool:
    """Tells whether the script writes names without a space between their parts."""
    return bool(_UNSPACED.search(text))


def may_be_name(text: str) -> bool:
    """A name or user name where a name is expected: at most seven words and 70 characters, no sentence."""
    if not 2 <= len(text) <= 70 or len(text.split()) > 7 or is_address(text):
        return False
    if is_nobody(text) or is_place(text):
        return False
    if is_unspaced(text) and " " not in text:
        return len(text) <= 12
    words = [word for word in text.split() if word[:1].isalpha() and word not in _PARTICLES]
    if not words or (len(words) > 2 and sum(word[0].islower() for word in words) * 2 > len(words)):
        return False
    return ":" not in text and not text.endswith(("!", "?"))


def is_full_name(text: str) -> bool:
    """A person's name beyond doubt: two to four capitalised words (particles apart), not all capitals, no menu words."""
    if (
        len(text) > 50
        or _MENU_WORDS.search(text)
        or _are_labels(text)
        or is_place(text)
        or any(char.isdigit() for char in text)
    ):
        return False
    words = text.split()
    main = [word for word in words if word not in _PARTICLES]
    if not 2 <= len(main) <= 4 or len(words) > 6 or text.isupper():
        return False
    return all(_is_name_word(word) for word in main) and words[0][:1].isupper()


def in_usual_case(text: str) -> str:
    """A person's name in capitals as people write it: "ANN LEE-O'BRIEN", "Ann Lee-O'Brien". All else stays: agencies,
    initials, a single word."""
    words = text.split()
    if not text.isupper() or not 2 <= len(words) <= 4 or any(map(is_agency, (text, *words))):
        return text
    written = " ".join(_in_usual_case(word, is_first=not n) for n, word in enumerate(words))
    return written if is_full_name(written) else text


def _in_usual_case(word: str, *, is_first: bool) -> str:
    if not is_first and word.lower() in _PARTICLES:
        return word.lower()
    is_initials = "." in word.strip(".") or len(word.strip(".")) == 1
    is_short = len(word) <= 3 and word.isascii() and not set("AEIOUY") & set(word)
    is_number = bool(re.fullmatch(r"I{1,3}|IV", word))
    return (
        word
        if is_initials or is_short or is_number
        else re.sub(r"\w+", lambda part: part[0].capitalize(), word)
    )


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,'’\"“”")
    return bool(bare) and bare[0].isupper() and all(char.isalpha() or char in "-'’." for char in bare)
