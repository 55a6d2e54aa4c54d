"""A page is told to be what it is, in words; an article is never taken for anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.extract.page import Page, page

KINDS = Path(__file__).parent.parent / "data" / "kinds"
URL = "https://quay.example/2024/bridge"

TEXT = (
    "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross.",
    "It cost twice what was planned, as the auditors found last year, and nobody at the ceremony spoke of the sum.",
    "The ferry makes its last trip on Sunday at noon, and the town has asked all who ever worked on it to come along.",
)


def read(name: str, url: str | None = URL) -> Page:
    return page((KINDS / f"{name}.html").read_bytes(), url, explain=True)


def made(body: str, *, head: str = "", title: str = "Bridge", url: str | None = URL) -> Page:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return page(html.encode(), url, explain=True)


@pytest.mark.parametrize(
    ("name", "kind", "state", "reason"),
    [
        ("list", "list", "part", "This is a front page or list, no article: 8 linked headings, and hardly any text but theirs"),
        ("video", "video", "part", "This is a video page, no article: it says that it is one (video data)"),
        ("gallery", "gallery", "part", "This is a gallery, no article: it says that it is one (ImageGallery)"),
        ("product", "product", "part", "This is a product page, no article: it says that it is one (product data)"),
        ("login", "login", "none", "This is a login page, no article: it asks for a password"),
        ("cookies", "cookies", "none", "This is a question about cookies, no article: its text is about consent, and it has a button to accept"),
        ("cookies-de", "cookies", "none", "This is a question about cookies, no article: its text is about consent, and it has a button to accept"),
        ("error", "error", "none", "This is an error page, no article: its headline says “Page not found”"),
        ("error-ja", "error", "none", "This is an error page, no article: its headline says “ページが見つかりません”"),
        ("robot", "error", "none", "This is an error page, no article: it asks for proof that you are no robot (“Just a moment”)"),
        ("paywall", "paywall", "paywall", "The publisher shows the rest to subscribers only"),
        ("paywall-fr", "paywall", "paywall", "The publisher shows the rest to subscribers only"),
        ("script", "script", "script", "The page shows its text only with JavaScript"),
        ("questions", "questions", "full", None),
        ("forum", "forum", "full", None),
        ("article", "article", "full", None),
        ("article-on-cookies", "article", "full", None),
        ("short-article", "article", "teaser", "The page shows only 14 words of the article"),
    ],
)  # fmt: skip
def test_a_page_is_told_to_be_what_it_is(name: str, kind: str, state: str, reason: str | None) -> None:
    draft = read(name).draft
    assert (draft.page_kind, draft.text_state, draft.reason) == (kind, state, reason)


def test_the_evidence_is_explained() -> None:
    told = read("login").explanation
    assert told is not None
    assert (told.kind, told.kind_why) == ("login", "it asks for a password")
    article = read("article").explanation
    assert article is not None
    assert (article.kind, article.kind_why) == ("article", "178 words of running text")


@pytest.mark.parametrize(
    "title",
    ["404 Not Found", "Error 503", "Seite nicht gefunden", "Page introuvable", "Página no encontrada", "Страница не найдена",
     "Nie znaleziono strony", "Sidan hittades inte", "页面不存在", "الصفحة غير موجودة", "Access denied"],
)  # fmt: skip
def test_errors_are_known_in_many_languages(title: str) -> None:
    assert made(f"<h1>{title}</h1><p>…</p>", title=title).draft.page_kind == "error"


@pytest.mark.parametrize(
    "title", ["404 people came to the bridge", "Why the old ferry was not found for years", "Book found"]
)
def test_a_headline_with_words_of_errors_makes_none(title: str) -> None:
    body = f"<article><h1>{title}</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</article>"
    assert made(body, title=title).draft.page_kind == "article"


@pytest.mark.parametrize("title", ["Sign in", "Anmelden", "Connexion", "Iniciar sesión", "Вход", "ログイン"])
def test_logins_are_known_in_many_languages(title: str) -> None:
    assert (
        made(f'<h1>{title}</h1><form><input type="password"></form>', title=title).draft.page_kind == "login"
    )


def test_an_article_with_a_field_for_a_password_is_one() -> None:
    body = f"<article><h1>Bridge</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</article>"
    assert made(f'{body}<form>Log in <input type="password"></form>').draft.page_kind == "article"


@pytest.mark.parametrize(
    "wall",
    ["Subscribe to continue reading.", "Jetzt mit dem Abo weiterlesen", "Cet article est réservé aux abonnés.",
     "Contenido exclusivo para suscriptores", "Доступно только по подписке", "続きを読むには会員登録が必要です"],
)  # fmt: skip
def test_a_paywall_is_known_by_its_words_at_the_end(wall: str) -> None:
    found = made(f"<article><h1>Bridge</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p><p>{wall}</p></article>")
    assert (found.draft.page_kind, found.draft.text_state) == ("paywall", "paywall")


def test_the_address_of_a_site_itself_is_a_front_page_unless_a_text_fills_it() -> None:
    cards = "".join(
        f"<div><h2><a href='/{n}'>Bridge number {n} opens</a></h2><p>{text}</p></div>"
        for n, text in enumerate(TEXT)
    )
    front = made(cards, head='<meta property="og:type" content="article">', url="https://quay.example/")
    assert front.draft.page_kind == "list"
    essay = "".join(f"<p>{text} Number {n}.</p>" for n in range(4) for text in TEXT)
    assert (
        made(f"<article><h1>Bridge</h1>{essay}</article>", url="https://quay.example/").draft.page_kind
        == "article"
    )


def test_an_article_beside_a_long_list_of_others_is_one() -> None:
    others = "".join(
        f"<li><h3><a href='/{n}'>Another bridge, number {n}</a></h3><p>{TEXT[0]}</p></li>" for n in range(12)
    )
    essay = "".join(f"<p>{text} Number {n}.</p>" for n in range(6) for text in TEXT)
    assert made(f"<main><h1>Bridge</h1>{essay}</main><ul>{others}</ul>").draft.page_kind == "article"


def test_an_article_whose_parts_have_linked_headings_is_one() -> None:
    part = (
        "<div><h2><a href='/plants/{0}'>Plant number {0}</a></h2>"
        + "".join(f"<p>{text} Plant {{0}}.</p>" for text in TEXT * 2)
        + "</div>"
    )
    body = "".join(part.format(number) for number in range(8))
    assert made(f"<main><h1>Eight plants</h1>{body}</main>").draft.page_kind == "article"


def test_an_article_with_questions_about_it_is_no_question() -> None:
    faq = '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Why?", "acceptedAnswer": {"@type": "Answer", "text": "Because the ferry is old and slow."}}]}</script>'
    essay = "".join(f"<p>{text}</p>" for text in TEXT)
    assert made(f"<article><h1>Bridge</h1>{essay}</article>", head=faq).draft.page_kind == "article"
