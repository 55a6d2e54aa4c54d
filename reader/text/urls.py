"""Web addresses: made absolute, cleaned of tracking, compared, and shown without secrets."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from reader.late import pattern

URL_LIMIT = 4_000
"""Characters of an address; a longer one is not an address."""

_TRACKING = pattern(
    r"^(utm_\w+|ns_\w+|pk_\w+|mtm_\w+|piwik_\w+|hsa_\w+|_hs\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid"
    r"|yclid|ysclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|s_cid|cmpid|ito|ref_src"
    r"|ref_url|__twitter_impression|ftag|at_medium|at_campaign\w*|at_custom\d|xtor|rss_id|__cft__.*|__tn__|spm|guccounter"
    r"|guce_referrer\w*|srsltid|_ga|_gl|sr_share|smid|smtyp|wt_mc|wt_zmc)$",
    re.IGNORECASE,
)
_NEEDS_READING = pattern(r"[%+#\s]")
"""What parameters are encoded by, where they end, and what no clean address has."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = r"((?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z0-9-]*[a-z0-9])"
_PATH = r"(/[\w./~!$&'()*+,=:@%-]*)?"
_USUAL = pattern(rf"https?://{_HOST}{_PATH}", re.ASCII)
"""An address as most are: nothing in it has to be changed, and no look at its parts is needed to see that."""

_SAFE = pattern(
    rf"https?://{_HOST}(?::(?!(?:80|443)(?![0-9]))(?:[1-5][0-9]{{4}}|[1-9][0-9]{{0,3}}))?{_PATH}"
    r"(?:\?[\w./~!$&'()*+,;=:@%?-]+)?(?:#[\w./~!$&'()*+,;=:@%?-]+)?",
    re.ASCII,
)
"""The same with a port that is no default, a query and a fragment, if they are not empty."""

_UNSAFE = pattern(
    '[\x00-\x20\x7f-\x9f"<>\\\\^`{|}\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]'
)
"""What may not stand in Markdown, YAML or a header, and what a terminal turns the reading direction by."""


def split(url: str) -> SplitResult | None:
    """The parts of an http or https address with a host, or None for anything else."""
    if len(url) > URL_LIMIT:
        return None
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme.lower() in _DEFAULT_PORTS and parts.hostname else None


def is_http(url: str) -> bool:
    """Tells whether it is an http or https address with a host."""
    return split(url) is not None


def absolute(href: str, base: str | None = None) -> str | None:
    """`href` as a safe absolute http(s) address, resolved against `base`; None for every other scheme or nonsense.

    Unsafe characters are percent-encoded, so that the result can stand in Markdown, in YAML and in a header.
    """
    if len(href) <= URL_LIMIT and _SAFE.fullmatch(href):
        return href
    return _resolved(href, base)


@lru_cache(512)
def _resolved(href: str, base: str | None) -> str | None:
    href = re.sub(r"[\t\r\n]", "", href).strip()
    if not href or len(href) > URL_LIMIT:
        return None
    try:
        joined = urljoin(base, href) if base else href
    except ValueError:
        return None
    if (parts := split(joined)) is None:
        return None
    return urlunsplit(
        (parts.scheme.lower(), _netloc(parts), _safe(parts.path), _safe(parts.query), _safe(parts.fragment))
    )


def _safe(part: str) -> str:
    return _UNSAFE.sub(lambda m: quote(m[0], safe="", errors="replace"), part)


def _netloc(parts: SplitResult, *, credentials: bool = True) -> str:
    host = (parts.hostname or "").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host, errors="replace")
    host = _safe(host)
    if ":" in host:
        host = f"[{host}]"
    if parts.port is not None and parts.port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{parts.port}"
    if credentials and parts.username is not None:
        secret = parts.username if parts.password is None else f"{parts.username}:{parts.password}"
        host = f"{_safe(secret)}@{host}"
    return host


def without_tracking(url: str) -> str:
    """The address without parameters that only count clicks; all others stay, in order."""
    before, asks, query = url.partition("?")
    if not asks:
        return url
    if query.isascii() and "#" not in before and not _NEEDS_READING.search(query):  # most queries, quicker
        tracks = [bool(_TRACKING.match(pair.partition("=")[0])) for pair in query.split("&") if pair]
        if not any(tracks):
            return url
        if all(tracks) and _SAFE.fullmatch(url):
            return before
    parts = split(url)
    if parts is None or not parts.query:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not _TRACKING.match(key)]
    if len(kept) == len(pairs):
        return url
    return urlunsplit(parts._replace(query=urlencode(kept)))


def tidy(href: str, base: str | None = None) -> str | None:
    """`absolute` and `without_tracking` in one: how addresses stand in our Markdown and in the library."""
    found = absolute(href, base)
    return without_tracking(found) if found else None


def identity(url: str) -> str | None:
    """The key under which an article's address is known: two addresses of one page have the same key.

    Scheme http and https are one, host lower-case without `www.`, no default port, no credentials, no fragment,
    no tracking, parameters sorted, no final slash. None for what is no http(s) address. Idempotent.
    """
    if len(url) <= URL_LIMIT and (usual := _USUAL.fullmatch(url)):
        return f"https://{usual[1].removeprefix('www.')}{(usual[2] or '').rstrip('/')}"
    cleaned = tidy(url)
    parts = split(cleaned) if cleaned else None
    if parts is None:
        return None
    host = _netloc(parts, credentials=False).removeprefix("www.")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return urlunsplit(("https", host, re.sub(r"/+$", "", parts.path), query, ""))


MAIL = "mail://"
"""How the address of a feed begins that is a list in a folder of mails."""


def feed_identity(url: str) -> str | None:
    """The key of a feed: scheme and host in lower case, no default port, no fragment; nothing else is folded. That of a
    list of mails is its address."""
    if url.startswith(MAIL):
        return url if len(url) <= URL_LIMIT else None
    found = absolute(url)
    return urlunsplit(urlsplit(found)._replace(fragment="")) if found else None


def typed(text: str) -> str | None:
    """The address that a person typed or pasted: `feed:` and `feed://` links, a missing scheme. None: no address.

    A missing scheme is https, but http for `localhost` and numeric hosts, which have no certificate to show.
    """
    text = re.sub(r"^feed:(//)?", "", text.strip(), flags=re.IGNORECASE)
    if re.match(r"^[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return absolute(text)
    if re.match(r"^(localhost|\d+(\.\d+){3}|\[[\da-f:.]+\])(:\d+)?([/?#]|$)", text, re.IGNORECASE):
        return absolute(f"http://{text}")
    if re.match(r"^([\w-]+\.)+[^\W\d][\w-]+(:\d+)?([/?#]|$)", text):
        return absolute(f"https://{text}")
    return None


def host(url: str) -> str | None:
    """The host in lower case, without `www.`."""
    if len(url) <= URL_LIMIT and (usual := _USUAL.fullmatch(url)):
        return usual[1].removeprefix("www.")
    parts = split(url)
    return _netloc(parts, credentials=False).removeprefix("www.") if parts else None


def same_site(one: str, other: str) -> bool:
    """Tells whether two addresses belong to one site: same host, or one a subdomain of the other, `www`, `m`, `amp`
    folded."""
    shorter, longer = sorted((_site(one), _site(other)), key=len)
    return bool(shorter) and f".{longer}".endswith(f".{shorter}")


def _site(url: str) -> str:
    name = (host(url) or "").partition(":")[0]
    return re.sub(r"^(m|mobile|amp|print)\.", "", name)


_CREDENTIALS = pattern(
    r"""(?:(?<=//)|(?<=:/))(?:([^\s/?\#@:"'<>]*):)?[^\s/?\#"'<>]*@  # in an address, or a path made of one; the last @ ends them
    | (?<![^\s"'“(])([^\s/:@"'“(]*):[^\s/@"'“(]+@(?=[\w-]+\.)  # and where somebody left its scheme out
    """,
    re.VERBOSE,
)


def masked(text: str) -> str:
    """An address for messages, JSON and exports, or a message in which addresses stand: each password as `***`, and a user
    without one too, who may be a token."""
    return _CREDENTIALS.sub(lambda found: f"{user}:***@" if (user := found[1] or found[2]) else "***@", text)


def without_credentials(url: str) -> str:
    """The address without user and password."""
    return re.sub(r"^([a-z][a-z0-9+.-]*://)[^/?#]*@", r"\1", url, flags=re.IGNORECASE)
