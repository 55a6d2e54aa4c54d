"""Through which proxy a request goes: the system's, as the environment names them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from reader.errors import FetchError
from reader.fetch.addresses import is_loopback, literal
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Mapping


class Proxies:
    """HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY of `environ`, in either case; the lower-case name wins."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._named = {
            name: environ.get(f"{name}_proxy", environ.get(f"{name.upper()}_PROXY", "")).strip()
            for name in ("http", "https", "all", "no")
        }

    def of(self, url: str) -> str | None:
        """The proxy's address, or None for a direct connection. This machine is always asked directly.

        Raises FetchError for a proxy that is neither http nor https: going round it in silence could tell the net
        what the proxy is there to hide.
        """
        parts = urlsplit(url)
        proxy = self._named.get(parts.scheme) or self._named["all"]
        if not proxy or is_loopback(parts.hostname or "") or _is_direct(parts, self._named["no"]):
            return None
        if "://" not in proxy:
            proxy = f"http://{proxy}"
        if not urls.is_http(proxy):
            raise FetchError(
                f"the proxy {urls.shown(proxy)} is not an http or https one",
                subject=urls.shown(url),
                hint="Set HTTP_PROXY and HTTPS_PROXY to an http proxy, or name the host in NO_PROXY.",
                word="proxy",
            )
        return proxy


def _is_direct(parts: SplitResult, no_proxy: str) -> bool:
    """Tells whether NO_PROXY names the host: a host, a domain, either with a port, a range of addresses, or `*`."""
    host = (parts.hostname or "").lower()
    for rule in filter(None, (rule.strip().lower() for rule in no_proxy.split(","))):
        if rule == "*" or _in_range(host, rule):
            return True
        name = rule.lstrip("*").lstrip(".")
        if any(one == name or one.endswith(f".{name}") for one in (host, f"{host}:{parts.port}")):
            return True
    return False


def _in_range(host: str, rule: str) -> bool:
    ip = literal(host) if "/" in rule else None
    try:
        return ip is not None and ip in ipaddress.ip_network(rule, strict=False)
    except ValueError:
        return False
