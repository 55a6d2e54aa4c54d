from __future__ import annotations

import pytest

from reader.errors import FetchError
from reader.fetch.connections import Proxies, looks_up_names

PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("environ", "url", "expected"),
    [
        ({}, "http://a.example/", None),
        ({"HTTP_PROXY": PROXY}, "http://a.example/", PROXY),
        ({"HTTP_PROXY": PROXY}, "https://a.example/", None),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other"}, "https://a.example/", PROXY),
        ({"http_proxy": "", "HTTP_PROXY": PROXY}, "http://a.example/", None),
        ({"all_proxy": "proxy.example:3128"}, "https://a.example/", PROXY),
        ({"ALL_PROXY": "socks5://proxy.example"}, "https://a.example/", "socks5://proxy.example"),
        (
            {"https_proxy": "SOCKS5H://proxy.example:9050"},
            "https://a.example/",
            "SOCKS5H://proxy.example:9050",
        ),
        ({"ALL_PROXY": "socks5://proxy.example"}, "http://127.0.0.1/", None),
        ({"HTTP_PROXY": PROXY}, "http://localhost:8000/", None),
        ({"HTTP_PROXY": PROXY}, "http://127.0.0.1:8000/", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "*"}, "http://a.example/", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "b.example, a.example"}, "http://a.example/", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": ".example"}, "http://a.example/", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "*.example"}, "http://a.example/", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "a.example:8080"}, "http://a.example:8080/", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "ample,other.example"}, "http://a.example/", PROXY),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "10.0.0.0/8"}, "http://10.1.2.3/", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "10.0.0.0/8,junk/99"}, "http://11.1.2.3/", PROXY),
    ],
)
def test_the_proxy_is_the_one_the_environment_names(
    environ: dict[str, str], url: str, expected: str | None
) -> None:
    assert Proxies(environ).of(url) == expected


@pytest.mark.parametrize(
    "proxy", ["socks4://ann:secret@proxy.example", "socks5://ann:secret@proxy.example:x", "socks5://"]
)
def test_a_proxy_of_another_kind_is_said_not_passed_by(proxy: str) -> None:
    with pytest.raises(FetchError) as caught:
        Proxies({"ALL_PROXY": proxy}).of("http://a.example/")
    assert caught.value.word == "proxy"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("proxy", "does"),
    [(None, False), ("http://p.example", True), ("socks5h://p.example", True), ("socks5://p.example", False)],
)
def test_who_looks_a_name_up_depends_on_the_proxy(proxy: str | None, does: bool) -> None:
    assert looks_up_names(proxy) is does
