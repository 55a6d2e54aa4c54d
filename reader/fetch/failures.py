"""Names failures on the net: a word to keep and a sentence to show."""

from __future__ import annotations

import errno
import socket
import ssl
from http import HTTPStatus

import aiohttp

from reader.errors import FetchError
from reader.fetch import decode
from reader.fetch.addresses import NoNetwork
from reader.text import clean, urls

NO_NETWORK = "no network"


class Refused(OSError):
    """An address that this request may not go to."""


class ProxyFailed(OSError):
    """Tells in words how a SOCKS proxy failed."""


def explain(error: Exception, url: str, *, limit: int, seconds: float) -> FetchError:
    """The error for a person. `limit` is the bound in bytes and `seconds` the one in time that were in force."""
    word, message = _words(error, limit, seconds)
    subject, hint = urls.masked(url), _NEXT_STEPS.get(message) or _NEXT_STEPS.get(word, "")
    host = clean.line(error.host, 253) if isinstance(error, aiohttp.ClientConnectorError) else None
    return FetchError(clean.line(message, 300), subject=subject, hint=hint, word=word, host=host)


_NEXT_STEPS = {
    NO_NETWORK: "go online, then try again",
    "unreachable": "are you online? If so, try again later",
    "no such host": "check the address",
    "refused": "the server may be down; try again later",
    "too slow": "try again later",
    "cut short": "try again later",
    "certificate": "check the clock of this computer; if it is right, the site has to renew its certificate",
    "proxy": "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
    "private": "only addresses that you enter yourself may lead there",
}
"""What a person can do, by the sentence or the word of the failure."""


def _words(error: Exception, limit: int, seconds: float) -> tuple[str, str]:
    match error:
        case decode.TooLarge():
            return "too large", f"sent more than {limit / 2**20:g} MiB"
        case decode.UnaskedEncoding():
            name = clean.line(error.name, 40)
            return "encoding", f"the response uses the encoding “{name}”, which was not requested"
        case TimeoutError():
            connecting = isinstance(error, aiohttp.ConnectionTimeoutError)
            said = "no connection in time" if connecting else f"no complete response within {seconds:g} s"
            return "too slow", said
        case aiohttp.ClientConnectorError():
            return _connection(error, error.os_error)
        case aiohttp.ClientOSError(__cause__=OSError() as cause):
            return _connection(error, cause)
        case aiohttp.ClientResponseError(message=said) if said.startswith(_TOO_LARGE):
            return "too large", "the headers of the response are too large"
        case _:
            for kind, word, message in _PLAIN:
                if isinstance(error, kind):
                    return word, message
            return (
                _connection(error, error) if isinstance(error, OSError) else ("failed", type(error).__name__)
            )


_PLAIN: tuple[tuple[type[Exception], str, str], ...] = (
    (decode.CutShort, "cut short", "the response was cut short"),
    (aiohttp.ClientPayloadError, "cut short", "the response was cut short"),
    (aiohttp.ServerDisconnectedError, "cut short", "the server closed the connection without a response"),
    (decode.BrokenEncoding, "encoding", "the response is not in the encoding it declares"),
    (aiohttp.ClientHttpProxyError, "proxy", "the proxy refused the connection"),
    (aiohttp.ClientResponseError, "not HTTP", "the response is not HTTP"),
    (ValueError, "address", "not a valid address"),
)


_TOO_LARGE = ("Got more than", "Too many headers")
"""How aiohttp tells of a header line, or a number of headers, beyond the bounds of `connections.open_session`."""


def _connection(error: Exception, cause: OSError) -> tuple[str, str]:
    if isinstance(cause, Refused):
        return "private", "leads into a private network"
    if isinstance(cause, ProxyFailed):
        return "proxy", str(cause)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "certificate", f"the server's certificate is not valid: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        reason = (cause.reason or "TLS error").lower().replace("_", " ")
        return "certificate", f"no secure connection ({reason})"
    if isinstance(cause, NoNetwork):
        return "unreachable", NO_NETWORK
    if isinstance(cause, socket.gaierror):
        if cause.errno in {socket.EAI_AGAIN, socket.EAI_FAIL}:
            return "unreachable", "the host could not be looked up (DNS)"
        return "no such host", "no such host"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return "proxy", "the proxy cannot be reached"
    return _BY_NUMBER.get(cause.errno or 0, ("unreachable", "the server cannot be reached"))


_LOST, _NO_ROUTE = ("cut short", "the connection was lost"), ("unreachable", "no route to the server")
_BY_NUMBER = {
    errno.ECONNREFUSED: ("refused", "the server refused the connection"),
    **dict.fromkeys((errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED), _LOST),
    **dict.fromkeys((errno.ENETUNREACH, errno.EHOSTUNREACH), _NO_ROUTE),
    errno.ETIMEDOUT: ("too slow", "no connection in time"),
}


_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def http_error(status: int, url: str, *, retry_after: float | None) -> FetchError:
    """The error for a status that is no success. The server's own phrase is not repeated."""
    phrase = f" ({_PHRASES[status].lower()})" if status in _PHRASES else ""
    return FetchError(
        f"the server answered HTTP {status}{phrase}",
        subject=urls.masked(url),
        word=f"HTTP {status}",
        status=status,
        retry_after=retry_after,
    )
