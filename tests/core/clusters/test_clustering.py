"""What comes in finds its copies and its story; what was grouped before stays."""

from __future__ import annotations

import gc
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.core import indexing
from reader.core.clusters import boilerplate, clustering
from reader.core.events import Progress
from reader.core.lists import UNREAD
from reader.index.clusters import likenesses
from reader.index.clusters import stories as law
from reader.index.clusters.boilerplate import lines
from reader.model import Draft, Subscription
from tests.core.test_related import DAM, DAM_AGAIN
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from reader.core.session import Session
    from reader.model import Document

NOTICE = (
    "The treasury of Velia says that its balances at the central bank stood at {} crowns on {}, after {} crowns the day "
    "before. Balances of the tax accounts were {} crowns. The treasury tells these numbers on each working day at noon, "
    "and corrects them in the following week where banks have reported late or not at all, which seldom happens now."
)
BREAD = (
    "Bakers in the capital bake less white bread than ever. Rye is what the young ask for, said the guild of bakers on "
    "Thursday, and three mills have changed their stones. A loaf costs two crowns more than a year ago, since the farmers "
    "of the plain have sown less of it. The guild will hold a fair of bread in autumn, with ovens on the market square."
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        yield opened


def save(
    session: Session, name: str, text: str, *, title: str = "Untitled", days_ago: int = 0, **more: object
) -> int:
    draft = Draft(
        title=title, url=f"https://{name}.example/1", text=text, markdown=text,
        published=NOW - timedelta(days=days_ago), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return session.library.articles.save(draft, now=NOW).id


def copies(session: Session, id_: int) -> tuple[int, ...]:
    article = session.library.articles.get(id_)
    assert article is not None
    return article.copies


def stories(session: Session) -> set[frozenset[int]]:
    rows = session.library.database.rows("SELECT group_concat(article_id) FROM report GROUP BY story_id")
    return {frozenset(map(int, ids.split(","))) for (ids,) in rows}


def test_an_edited_text_is_a_copy(library: Session) -> None:
    first = save(library, "a", DAM, title="Dam breaks")
    edited = save(library, "b", DAM.replace("ten days", "nine days"), title="Orsava under water")
    other = save(library, "c", BREAD)
    indexing.catch_up(library)
    assert copies(library, first) == (edited,)
    assert copies(library, edited) == (first,)
    assert copies(library, other) == ()


def test_a_daily_notice_is_no_copy_of_last_weeks(library: Session) -> None:
    first = save(library, "a", NOTICE.format(412, "Monday", 400, 17), days_ago=7)
    save(library, "b", NOTICE.format(398, "Monday", 420, 12))
    indexing.catch_up(library)
    assert copies(library, first) == ()


def test_an_update_that_says_much_more_is_no_copy(library: Session) -> None:
    first = save(library, "a", DAM)
    save(library, "b", f"{DAM_AGAIN} {BREAD} {DAM[:120]}")
    indexing.catch_up(library)
    assert copies(library, first) == ()


def test_teasers_are_no_copies(library: Session) -> None:
    first = save(library, "a", DAM, text_state="teaser")
    save(library, "b", DAM.replace("ten", "nine"), text_state="teaser")
    indexing.catch_up(library)
    assert copies(library, first) == ()


def test_copies_of_copies_are_one_group(library: Session) -> None:
    texts = [DAM.replace("ten days", f"{n} days") for n in range(3)]
    ids = []
    for n, text in enumerate(texts):
        ids.append(save(library, f"p{n}", text))
        indexing.catch_up(library)
    assert copies(library, ids[0]) == (ids[1], ids[2])


def test_the_copies_of_a_batch_are_read_together(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = save(library, "a", DAM), save(library, "b", BREAD)
    indexing.catch_up(library)
    asked: list[int] = []
    packed = type(library.library.groups).packed

    def counted(groups: Any, ids: Collection[int]) -> dict[int, bytes]:
        asked.append(len(ids))
        return packed(groups, ids)

    monkeypatch.setattr(type(library.library.groups), "packed", counted)
    later = [
        save(library, "c", DAM.replace("ten", "nine")),
        save(library, "d", BREAD.replace("three", "four")),
    ]
    indexing.catch_up(library)
    assert (copies(library, one), copies(library, two)) == ((later[0],), (later[1],))
    assert asked == [2]


def test_a_text_that_was_replaced_is_no_copy_any_more(library: Session) -> None:
    first, other = save(library, "a", DAM), save(library, "b", DAM.replace("ten", "nine"))
    indexing.catch_up(library)
    save(library, "b", BREAD)
    indexing.catch_up(library)
    assert (copies(library, first), copies(library, other)) == ((), ())


def test_reports_of_one_event_are_one_story(library: Session) -> None:
    first = save(library, "a", DAM, title="Orsava dam breaks")
    other = save(library, "b", DAM_AGAIN, title="Brenik sleeps in schools")
    bread = save(library, "c", BREAD, title="Rye is back")
    indexing.catch_up(library)
    assert stories(library) == {frozenset((first, other)), frozenset((bread,))}


@pytest.mark.parametrize(("publication", "together"), [("Gazette", False), ("Courier", True)])
def test_episodes_of_one_source_are_no_story(library: Session, publication: str, together: bool) -> None:
    one = save(library, "a", DAM, title="The dam cast #7: it breaks", publication="Gazette")
    other = save(library, "b", DAM_AGAIN, title="The dam cast #8: it broke", publication=publication)
    indexing.catch_up(library)
    assert ({one, other} in stories(library)) is together


def test_a_report_of_any_age_joins_no_story(library: Session) -> None:
    first = save(library, "a", DAM, title="Orsava dam breaks")
    other = library.library.articles.save(
        Draft(title="Brenik sleeps in schools", text=DAM_AGAIN, markdown=DAM_AGAIN, text_state="full"),
        now=NOW,
    ).id
    library.library.arrivals.put_last([other])
    indexing.catch_up(library)
    assert stories(library) == {frozenset((first,))}


def test_a_later_report_joins_and_nothing_else_moves(library: Session) -> None:
    first, bread = save(library, "a", DAM, title="Orsava dam breaks"), save(library, "c", BREAD)
    indexing.catch_up(library)
    before = library.library.database.rows("SELECT * FROM report ORDER BY article_id")
    other = save(library, "b", DAM_AGAIN, title="Brenik sleeps in schools")
    indexing.catch_up(library)
    assert (
        library.library.database.rows(
            "SELECT * FROM report WHERE article_id <> ? ORDER BY article_id", (other,)
        )
        == before
    )
    assert stories(library) == {frozenset((first, other)), frozenset((bread,))}


def test_what_comes_one_at_a_time_is_grouped_as_what_comes_at_once(library: Session, tmp_path: Path) -> None:
    texts = [f"{BREAD if n % 3 else DAM} Note {n}, of {n * 7} words and {n + 3} lines." for n in range(9)]
    for n, text in enumerate(texts):
        save(library, f"p{n}", text, title="Bread" if n % 3 else "Dam")
        indexing.catch_up(library)
    with session(tmp_path / "other") as other:
        for n, text in enumerate(texts):
            save(other, f"p{n}", text, title="Bread" if n % 3 else "Dam")
        indexing.catch_up(other)
        assert stories(library) == stories(other) == {frozenset((1, 4, 7)), frozenset((2, 3, 5, 6, 8, 9))}


def test_young_stories_in_sight_are_grouped_anew_and_those_of_the_reader_are_not(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    dams = [save(library, f"d{n}", f"{DAM_AGAIN} Note {n}.") for n in range(2)]
    breads = [save(library, f"b{n}", f"{BREAD} Note {n}.") for n in range(2)]
    indexing.catch_up(library)
    before = stories(library)
    anew: list[set[int]] = []
    real = law.grouped

    def spied(new: Iterable[int], *more: Any) -> list[law.StoryMatch]:
        anew.append(set(new))
        return real(anew[-1], *more)

    monkeypatch.setattr(law, "grouped", spied)
    dam = save(library, "d", f"{DAM_AGAIN} Note 7.")
    indexing.catch_up(library)
    library.library.stories.join([breads[0], dams[0]], NOW)
    bread = save(library, "b", f"{BREAD} Note 7.")
    indexing.catch_up(library)
    assert before == {frozenset(dams), frozenset(breads)}
    assert anew == [{*dams, dam}, {bread}]


def test_a_long_story_is_not_grouped_anew(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(law.COMPARED + 1):
        save(library, f"p{n}", f"{BREAD} Note {n}.")
    indexing.catch_up(library)
    (story,) = stories(library)
    compared: list[int] = []
    real = likenesses.compared

    def counted(packed: Any, pairs: Sequence[Any], days: Any) -> Any:
        compared.append(len(pairs))
        return real(packed, pairs, days)

    monkeypatch.setattr(likenesses, "compared", counted)
    new = save(library, "new", f"{BREAD} Note 77.")
    indexing.catch_up(library)
    assert stories(library) == {story | {new}}
    assert compared == [law.COMPARED]


def test_a_story_is_over_after_some_days(library: Session) -> None:
    first = save(library, "a", DAM, title="Orsava dam breaks", days_ago=9)
    other = save(library, "b", DAM_AGAIN, title="Brenik sleeps in schools")
    indexing.catch_up(library)
    assert stories(library) == {frozenset((first,)), frozenset((other,))}


def test_texts_of_two_languages_are_two_stories(library: Session) -> None:
    first = save(library, "a", DAM, title="Orsava dam breaks", lang="en")
    other = save(library, "b", DAM_AGAIN, title="Brenik sleeps in schools", lang="de")
    indexing.catch_up(library)
    assert stories(library) == {frozenset((first,)), frozenset((other,))}


def test_one_new_article_is_compared_with_few_texts(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library.library.transaction():
        for n in range(60):
            save(library, f"p{n}", f"{BREAD} {n} {n + 1} {n + 2}" if n < 30 else f"{DAM_AGAIN} {n}")
    indexing.catch_up(library)
    save(library, "new", f"{BREAD} 77")
    read = texts_read(library, monkeypatch)
    indexing.catch_up(library)
    assert 0 < len(read) <= 2 + clustering.COPIES_COMPARED


def test_articles_that_share_a_part_are_told_apart_without_their_texts(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mixed(name: str) -> int:
        own = " ".join(f"{name}{number}" for number in range(150))
        return save(library, name, f"{DAM} {own}")

    with library.library.transaction():
        others = [mixed(name) for name in "abcdef"]
    indexing.catch_up(library)
    new = mixed("z")
    indexing.write_changes(library)
    read = texts_read(library, monkeypatch)
    compared: set[int] = set()
    asked = library.library.groups.packed

    def noted(ids: Collection[int]) -> dict[int, bytes]:
        compared.update(ids)
        return asked(ids)

    monkeypatch.setattr(library.library.groups, "packed", noted)
    clustering.catch_up(library)
    assert read == [new]
    assert len(compared) > 2
    assert compared <= {*others}


def test_texts_that_are_held_are_not_asked_for_again(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library, "a", DAM)
    indexing.catch_up(library)
    for name in "bcd":
        save(library, name, DAM.replace("ten", name))
    asked: list[int] = []
    without = boilerplate.without

    def counted(session: Session, documents: Iterable[Document]) -> list[Document]:
        found = without(session, documents)
        asked.append(len(found))
        return found

    monkeypatch.setattr(boilerplate, "without", counted)
    indexing.catch_up(library)
    assert asked == [3]  # the first, and the two that later ones are compared with


def test_sizes_are_asked_of_the_stories_alone_that_an_article_may_join(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(library, "a", DAM, title="Dam breaks")
    save(library, "b", f"{DAM[:60]} {BREAD}", title="Bread in the valley of the dam")
    indexing.catch_up(library)
    asked: list[int] = []
    sizes = type(library.library.groups).sizes

    def counted(groups: Any, ids: Collection[int], *when: Any) -> dict[int, int]:
        asked.append(len(ids))
        return sizes(groups, ids, *when)

    monkeypatch.setattr(type(library.library.groups), "sizes", counted)
    monkeypatch.setattr(library.library.groups, "free", lambda _: {})  # no story is opened
    near = [one.id for one in nears(library, monkeypatch, DAM_AGAIN)]
    assert first in near
    assert len(near) == 2
    assert asked == [1]


def nears(session: Session, monkeypatch: pytest.MonkeyPatch, text: str) -> list[Any]:
    """The articles that a new one with that text is compared with."""
    found: list[Any] = []
    near = clustering._near

    def noted(*given: Any) -> list[Any]:
        found.extend(some := near(*given))
        return some

    monkeypatch.setattr(clustering, "_near", noted)
    save(session, "z", text, title="Dam breaks again")
    indexing.catch_up(session)
    return found


def test_no_garbage_is_looked_for_within_a_batch(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    place = clustering._place

    def noted(*given: Any) -> None:
        seen.append(gc.isenabled())
        place(*given)

    monkeypatch.setattr(clustering, "_place", noted)
    save(library, "a", DAM)
    indexing.catch_up(library)
    assert seen == [False]
    assert gc.isenabled()


def test_a_text_is_read_again_once_one_of_its_lines_is_boilerplate(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mixed(name: str) -> tuple[int, list[int]]:
        body = f"{DAM}\n{' '.join(f'{name}{number}' for number in range(150))}"
        return save(library, name, body), list(lines(f"{name}.example", body))

    others = [mixed(name) for name in "abcdef"]
    indexing.catch_up(library)
    again, keys = others[0]
    library.library.boilerplate.add([(keys[1], id_) for id_ in (901, 902, 903)], NOW)
    new, _ = mixed("z")
    read = texts_read(library, monkeypatch)
    clustering.catch_up(library)
    assert sorted(read) == [again, new]
    assert copies(library, new) == (again,)


def texts_read(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The articles whose texts are read from now on."""
    read: list[int] = []
    articles = session.library.articles
    real = articles.documents

    def counted(ids: Iterable[int]) -> Iterator[Document]:
        for document in real(ids):
            read.append(document.article.id)
            yield document

    monkeypatch.setattr(articles, "documents", counted)
    return read


def test_what_waits_is_grouped_after_a_kill(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    first, other = (
        save(library, "a", DAM, title="Dam breaks"),
        save(library, "b", DAM_AGAIN, title="Dam broke"),
    )
    with monkeypatch.context() as patch:
        patch.setattr(clustering, "_copies", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            indexing.catch_up(library)
    assert clustering.is_waiting(library)
    indexing.catch_up(library)
    assert stories(library) == {frozenset((first, other))}
    assert not clustering.is_waiting(library)


def test_a_removed_article_waits_for_nothing(library: Session) -> None:
    first = save(library, "a", DAM)
    library.library.marks.remove([first], NOW)
    indexing.catch_up(library)
    assert not clustering.is_waiting(library)
    assert stories(library) == set()


def test_progress_is_told_from_the_first_whole_batch_on(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clustering, "BATCH", 2)
    for number in range(5):
        save(library, f"paper{number}", f"Text {number} of a paper.")
    indexing.write_changes(library)
    told: list[object] = []
    assert clustering.catch_up(library, told.append) == 5
    assert told == [Progress("grouping stories", done) for done in (2, 4, 5)]
    save(library, "last", "One more text of a paper.")
    told.clear()
    assert clustering.catch_up(library, told.append) == 1
    assert told == []


def test_only_so_many_are_grouped_where_a_bound_is_given(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clustering, "BATCH", 2)
    for number in range(5):
        save(library, f"paper{number}", f"Text {number} of a paper.")
    indexing.write_changes(library)
    assert clustering.catch_up(library, most=3) == 4
    assert clustering.is_waiting(library)
    assert clustering.catch_up(library, most=0) == 0
    assert clustering.catch_up(library) == 1
    assert not clustering.is_waiting(library)


def printed(session: Session, feed: str, number: int, title: str, text: str) -> int:
    added = session.library.feeds.add(Subscription(url=f"https://{feed}.example/feed"), NOW)[0]
    draft = Draft(
        title=title, url=f"https://{feed}.example/{number}", text=text, markdown=text, published=NOW
    )
    saved = session.library.articles.save(draft, now=NOW, feed_id=added.id, guid=str(number), position=0)
    return saved.id


def test_posts_of_one_feed_in_similar_words_are_no_copies(library: Session) -> None:
    for number in range(2):
        text = NOTICE.format(number, f"day {number}", number + 5, number + 9)
        printed(library, "treasury", number, "Balances", text)
    indexing.catch_up(library)
    assert copies(library, 1) == copies(library, 2) == ()


def test_posts_of_one_feed_with_one_text_and_other_titles_are_read_by_themselves(library: Session) -> None:
    ids = [
        printed(library, "blocks", number, f"{name}Block", DAM)
        for number, name in enumerate(("Phono", "Bondi"))
    ]
    again = printed(library, "blocks", 9, "BONDIBLOCK", DAM)
    indexing.catch_up(library)
    assert [copies(library, id_) for id_ in (*ids, again)] == [(), (again,), (ids[1],)]
    assert library.library.marks.read([ids[1]], NOW) == 1
    assert [article.read for article in library.library.articles.many([*ids, again])] == [False, True, True]
    assert printed(library, "blocks", 10, "StickaBlock", DAM) in library.library.queries.ids(
        UNREAD, sort="date"
    )


def test_a_text_printed_elsewhere_is_a_copy_of_the_post_it_is_most_like(library: Session) -> None:
    ids = [
        printed(library, "blocks", number, f"{name}Block", DAM)
        for number, name in enumerate(("Phono", "Bondi"))
    ]
    elsewhere = printed(library, "planet", 1, "BondiBlock", DAM)
    indexing.catch_up(library)
    groups = library.library.groups.firsts()
    assert groups == dict.fromkeys((ids[1], elsewhere), ids[1])


LIES = "The Harbour Gazette lists each untrue word the mayor said since his oath."


@pytest.mark.parametrize(
    ("changed", "are_copies"),
    [
        ({}, True),
        ({"publication": "Other", "authors": ("Ann Lee",)}, True),
        ({"publication": "Other"}, False),
        ({"title": "Another Title"}, False),
        ({"days_ago": 1}, False),
        ({"text": f"{LIES} And more."}, False),
    ],
)
def test_a_short_post_in_two_feeds_of_a_site_is_one_row(
    library: Session, changed: dict[str, Any], are_copies: bool
) -> None:
    authors = ("Ann Lee",) if changed.get("authors") else ()
    given: dict[str, Any] = {"text": LIES, "title": "The Mayor’s Lies", "publication": "Ann’s Page"}
    one = save(library, "a", **given | {"authors": authors})
    other = save(library, "b", **given | changed)
    clustering.catch_up(library)
    assert (copies(library, one) == (other,)) == are_copies


@pytest.mark.parametrize("edited", [LIES, DAM, DAM.replace("ten days", "nine days")])
def test_two_feeds_of_one_name_may_print_one_post(library: Session, edited: str) -> None:
    text = LIES if edited == LIES else DAM
    ids = [printed(library, f, 1, "Post", body) for f, body in (("atom", text), ("json", edited))]
    with library.library.transaction():
        library.library.database.run("UPDATE feed SET title = 'Fireball'")
    clustering.catch_up(library)
    assert copies(library, ids[0]) == (ids[1],)


def test_a_feed_prints_a_short_post_twice_as_it_may_a_long_one(library: Session) -> None:
    ids = [printed(library, "notes", number, "Link", LIES) for number in range(2)]
    other = printed(library, "notes", 2, "Another", LIES)
    indexing.catch_up(library)
    assert [copies(library, id_) for id_ in (*ids, other)] == [(ids[1],), (ids[0],), ()]


def test_a_word_or_two_below_one_title_are_no_copies(library: Session) -> None:
    for name in "ab":
        save(library, name, "Comments on this", title="A Link", publication="Links")
    clustering.catch_up(library)
    assert copies(library, 1) == ()
