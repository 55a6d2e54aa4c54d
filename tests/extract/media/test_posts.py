from __future__ import annotations

import lxml.html
import pytest

from reader.extract.media import embeds
from reader.extract.media.posts import by
from reader.model import Embed

BASE = "https://quay.example/"


def read(html: str) -> Embed | None:
    return embeds.read(lxml.html.fragment_fromstring(html), BASE)


def test_a_tweet_gives_text_author_handle_day_and_a_clean_address() -> None:
    assert read(
        '<blockquote class="twitter-tweet"><p lang="ru">Мост открыт <a href="https://t.co/a">pic.twitter.com/a</a><br>Ура</p>'
        '&mdash; Причал (@prichal) <a href="https://twitter.com/prichal/status/17?ref_src=twsrc">February 4, 2022</a></blockquote>'
    ) == Embed(
        "tweet",
        "Мост открыт pic.twitter.com/a\nУра",
        "Причал",
        "@prichal",
        "https://twitter.com/prichal/status/17",
        "2022-02-04",
    )


def test_a_tweet_is_known_without_its_class_by_signature_and_link() -> None:
    found = read(
        '<blockquote><p>One</p><p>Two</p>— Quay (@quay) <a href="https://x.com/quay/status/9">May 1, 2024</a></blockquote>'
    )
    assert found == Embed("tweet", "One\n\nTwo", "Quay", "@quay", "https://x.com/quay/status/9", "2024-05-01")


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote><p>We rowed for years.</p>— an old ferryman</blockquote>",
        '<blockquote>Read <a href="https://x.com/quay/status/9">this post</a> today.</blockquote>',
        '<div class="tweets-of-the-week">none</div>',
        '<blockquote class="twitter-tweet"></blockquote>',
    ],
)
def test_quotations_and_empty_boxes_are_no_posts(html: str) -> None:
    assert read(html) is None


@pytest.mark.parametrize(
    ("html", "embed"),
    [
        (
            '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@ida/video/7"><section>'
            '<a href="https://www.tiktok.com/@ida?refer=embed">@ida</a><p>Dancing on the quay</p></section></blockquote>',
            Embed("post", "Dancing on the quay", None, "@ida", "https://www.tiktok.com/@ida/video/7"),
        ),
        (
            '<div class="fb-post" data-href="https://www.facebook.com/quay/posts/5"><blockquote><p>Open now</p>Posted by Quay</blockquote></div>',
            Embed("post", "Open now", None, None, "https://www.facebook.com/quay/posts/5"),
        ),
        (
            '<script data-telegram-post="quaynews/12"></script>',
            Embed("post", handle="@quaynews", url="https://t.me/quaynews/12"),
        ),
        (
            '<iframe src="https://stars.example/@ida/112233445566/embed"></iframe>',
            Embed("post", handle="@ida", url="https://stars.example/@ida/112233445566"),
        ),
    ],
)
def test_posts_of_other_networks(html: str, embed: Embed) -> None:
    assert read(html) == embed


TWEET = "https://twitter.com/quay/status/123456"


@pytest.mark.parametrize(
    ("html", "embed"),
    [
        (
            '<iframe src="//www.youtube.com/embed/abcdef12345?start=3" title="YouTube video player"></iframe>',
            Embed("video", url="https://www.youtube.com/watch?v=abcdef12345"),
        ),
        (
            '<iframe data-src="https://player.vimeo.com/video/77" src="about:blank" title="The ferry, 1931"></iframe>',
            Embed("video", "The ferry, 1931", url="https://vimeo.com/77"),
        ),
        ('<lite-youtube videoid="abcdef12345"></lite-youtube>', Embed("video", url="https://www.youtube.com/watch?v=abcdef12345")),
        ('<amp-twitter data-tweetid="17"></amp-twitter>', Embed("tweet", url="https://twitter.com/i/status/17")),
        (f'<amp-twitter data-tweetid="{TWEET}"></amp-twitter>', Embed("tweet", handle="@quay", url=TWEET)),
        (
            '<iframe src="https://embed.bsky.app/embed/did:plc:ab1/app.bsky.feed.post/3kx"></iframe>',
            Embed("post", url="https://bsky.app/profile/did:plc:ab1/post/3kx"),
        ),
        (
            '<iframe src="https://clips.twitch.tv/embed?clip=HarbourBridge-ab_1&parent=quay.example"></iframe>',
            Embed("video", url="https://clips.twitch.tv/HarbourBridge-ab_1"),
        ),
        ('<video><source src="/v.mp4"></video>', Embed("video", url="https://quay.example/v.mp4")),
        ('<audio src="/a.mp3" title="Crickets"></audio>', Embed("audio", "Crickets", url="https://quay.example/a.mp3")),
        ('<iframe src="https://charts.example/7/"></iframe>', Embed("frame", url="https://charts.example/7/")),
        (
            '<iframe src="https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fq%2Fvideos%2F1"></iframe>',
            Embed("video", url="https://www.facebook.com/q/videos/1"),
        ),
        (
            '<iframe src="https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1"></iframe>',
            Embed("audio", url="https://api.soundcloud.com/tracks/1"),
        ),
    ],
)  # fmt: skip
def test_players_lead_to_the_page_that_shows_the_same(html: str, embed: Embed) -> None:
    assert read(html) == embed


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://www.googletagmanager.com/ns.html?id=1"></iframe>',
        '<iframe src="https://charts.example/7/" width="1" height="1"></iframe>',
        '<iframe src="https://charts.example/7/" style="display: none"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<iframe src="https://quay.example/newsletter/form"></iframe>',
        '<video src="blob:https://quay.example/1"></video>',
        '<amp-twitter data-tweetid="a b/&lt;c"></amp-twitter>',
    ],
)
def test_frames_that_show_nothing_are_no_embeds(html: str) -> None:
    assert read(html) is None


@pytest.mark.parametrize(
    ("html", "embed"),
    [
        (f"<p>{TWEET}</p>", Embed("tweet", handle="@quay", url=TWEET)),
        (
            f"<div class='wp-block-embed__wrapper'><a href='{TWEET}'>{TWEET}</a></div>",
            Embed("tweet", handle="@quay", url=TWEET),
        ),
        (
            f"<blockquote><p>The boat stays!</p><footer>Quay @quay · <a href='{TWEET}'>May 3, 2024</a></footer></blockquote>",
            Embed("tweet", "The boat stays!", "Quay", "@quay", TWEET, "2024-05-03"),
        ),
        (
            "<blockquote class='mastodon-embed' data-embed-url='https://m.example/@quay/123456789/embed'>"
            "<a href='https://m.example/@quay/123456789'><div>Post by @quay@m.example</div><div>View on Mastodon</div></a></blockquote>",
            Embed("post", handle="@quay@m.example", url="https://m.example/@quay/123456789"),
        ),
    ],
)
def test_posts_are_read_in_the_forms_that_sites_give_them(html: str, embed: Embed) -> None:
    assert read(html) == embed


@pytest.mark.parametrize(
    "html",
    [
        f"<p>See {TWEET}</p>",
        f"<div class='share-twitter'><a href='{TWEET}'>a</a><a href='https://twitter.com/quay/status/7'>b</a></div>",
        "<div class='twitter'><a href='https://twitter.com/quay'>Follow</a></div>",
        f"<div class='story'><p>A <a href='{TWEET}'>link</a></p></div>",
    ],
)
def test_boxes_and_sentences_that_only_name_a_post_are_none(html: str) -> None:
    assert read(html) is None


@pytest.mark.parametrize(
    ("url", "handle"),
    [
        (TWEET, "@quay"),
        ("https://x.com/quay/status/9?s=20", "@quay"),
        ("https://x.com/i/status/9", None),
        ("https://twitter.com/X/status/9", None),
        ("https://www.tiktok.com/@ida.holm/video/7", "@ida.holm"),
        ("https://www.threads.net/@ida/post/ab", "@ida"),
        ("https://bsky.app/profile/quay.example/post/3kx", "@quay.example"),
        ("https://bsky.app/profile/did:plc:ab1/post/3kx", None),
        ("https://t.me/quaynews/12", "@quaynews"),
        ("https://stars.example/@ida@m.example/112233445566", "@ida"),
        ("https://www.instagram.com/p/ab1/", None),
        ("https://x.com/quay", None),
        (None, None),
    ],
)
def test_the_address_of_a_post_names_who_wrote_it(url: str | None, handle: str | None) -> None:
    assert by(url) == handle
