"""Clusters new articles: finds the copies of their text (`index.clusters.copies`) and the reports of their event
(`index.clusters.stories`).

A batch is done in four steps. Lines that articles of a source share are learned first: they count for nothing. Then
features of each article are stored, so that articles of one batch find each other as they find old ones. Candidates are
looked up by shared features in the same days: a handful for each article, however large the library. Only these are
compared. Of what was clustered before, only young stories that a new article may belong to are clustered again with it,
so that the work depends on what is new.

It runs after the index is written, since words are weighed by the index's counts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reader.core.clusters import boilerplate
from reader.core.events import Listener, Progress, silent
from reader.garbage import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reader.core.session import Session
    from reader.index.clusters.likenesses import Likenesses
    from reader.index.profile import Profile
    from reader.model import Article, Document
    from reader.store.clusters import ClusterTrace, Near

BATCH = 500
"""Articles of one batch: about a second of work, which is what a kill can cost."""

COPIES_COMPARED = 8
"""Texts that one article's is compared with at most, those with most features in common first: a true copy shares
most of them and comes first, while a comparison needs the whole other text."""

TOGETHER = 16
"""Articles whose copies are looked for together: at most so many times `COPIES_COMPARED` texts are held."""

ROUGHLY = 5_000
"""Articles of a library from which on words are weighed by the largest part of the index alone, a third quicker."""


def is_waiting(session: Session) -> bool:
    """Tells whether articles wait to be clustered, and the library can be written."""
    return session.library.refusal is None and session.library.groups.is_waiting()


def catch_up(session: Session, listen: Listener = silent, *, most: int | None = None) -> int:
    """Clusters what waits, in batches until `most` articles are done (None: all); how many were done.

    The caller sees to it that one process does so at a time.
    """
    done = 0
    while (most is None or done < most) and (ids := session.library.groups.waiting(BATCH)):
        with uncollected():
            _place(session, ids)
        done += len(ids)
        if done >= BATCH:
            listen(Progress("grouping stories", done))
    return done


def _place(session: Session, ids: Sequence[int]) -> None:
    from reader.index.profile import REMEMBERED

    groups = session.library.groups
    read = boilerplate.lined(session.library.articles.documents(ids))
    boilerplate.learn(session, read)
    parted = boilerplate.parted(session, read)
    documents = [document for document, _ in parted]
    frequencies = session.index.frequencies()
    roughly = session.index.count >= ROUGHLY
    idf = frequencies.about if roughly else frequencies.idf
    traced: list[tuple[ClusterTrace, NDArray[np.uint32]]] = []
    for at in range(0, len(parted), REMEMBERED):
        some = parted[at : at + REMEMBERED]
        profiles = [_profile(document) for document, _ in some]
        frequencies.look_up((stem for seen in profiles for stem in seen.stems), roughly=roughly)
        traced += [
            _trace(document, lines, seen, idf) for (document, lines), seen in zip(some, profiles, strict=True)
        ]
    traces = [trace for trace, _ in traced]
    groups.keep(traces)  # first: articles of this batch are candidates for each other
    groups.settle(ids, _stories(session, documents, traces), _copies(session, documents, traced))


def _profile(document: Document) -> Profile:
    """The profile of an article with its template, while the words of its text are at hand."""
    from reader.index.profile import profile

    seen = profile(document.article.title, document.body, document.article.lang)
    _ = seen.template
    return seen


def _trace(
    document: Document, lines: Collection[int], seen: Profile, idf: Callable[[str], float]
) -> tuple[ClusterTrace, NDArray[np.uint32]]:
    """The trace of an article, and the hashes of its text's runs."""
    from reader.index import similarity
    from reader.index.clusters import copies
    from reader.index.clusters.cluster_features import gist
    from reader.index.notices import source_key
    from reader.store.clusters import ClusterTrace

    article = document.article
    template = seen.template._replace(source=source_key(article.source))
    packed = gist(similarity.weigh(seen, idf), idf, template)
    runs = copies.runs(seen)
    can_be_copy = article.text_state in copies.STATES
    trace = ClusterTrace(
        article_id=article.id,
        packed=packed.packed + copies.imprint(runs, lines) if can_be_copy else packed.packed,
        clues=packed.clues,
        sketch=(copies.sketch(runs) or copies.short_sketch(seen, article)) if can_be_copy else (),
        sorted_by=article.sorted_by,
        published=article.published,
    )
    return trace, runs


def _stories(
    session: Session, documents: Sequence[Document], traces: Sequence[ClusterTrace]
) -> list[tuple[tuple[int, ...], int | None]]:
    from reader.index.clusters import stories
    from reader.index.clusters.likenesses import Likenesses

    groups = session.library.groups
    # An article whose text was edited comes again: where it is with others, or was put by hand, it stays.
    settled = groups.settled([trace.article_id for trace in traces])
    new = [
        (d.article, trace)
        for d, trace in zip(documents, traces, strict=True)
        if d.article.id not in settled and not d.article.undated
    ]
    if not new:
        return []
    ids = {article.id for article, _ in new}
    alike = Likenesses()
    nears = [_near(session, article, trace, ids) for article, trace in new]
    for (article, trace), near in zip(new, nears, strict=True):
        for id_, packed in ((article.id, trace.packed), *((other.id, other.packed) for other in near)):
            alike.know(id_, packed)
    alike.compare(
        (article.id, other.id) for (article, _), near in zip(new, nears, strict=True) for other in near
    )
    old: dict[int, int] = {}
    reached: list[dict[int, int]] = []
    for (article, _), near in zip(new, nears, strict=True):
        values = alike.of(article.id, [other.id for other in near])
        # Old reports alone count for stories; articles of this batch have none yet, or are about to get another.
        around = {other.id: other.story_id for other in near if other.story_id and other.id not in ids}
        old |= around
        reached.append(stories.touched(around, values))
    again = _opened(session, reached, alike)
    reach = timedelta(days=stories.DAYS + 1)  # reports were found by whole days
    times = [article.sorted_by for article, _ in new]
    # What is clustered again counts as new: in `old` it would hold its former story together.
    old = {id_: story for id_, story in old.items() if id_ not in again}
    old = stories.within_reach(old, alike.pairs)
    pairs = {
        (one, other): value
        for (one, other), value in alike.pairs.items()
        if other in old or other in ids or other in again
    }
    sizes = groups.sizes(set(old.values()), min(times) - reach, max(times) + reach)
    found = stories.grouped(sorted(ids | again), pairs, old, sizes)
    return [(story.new, story.old) for story in found]


def _near(session: Session, article: Article, trace: ClusterTrace, new: Collection[int]) -> list[Near]:
    from reader.index.clusters import cluster_features, stories

    found = session.library.groups.near(
        trace, days=stories.DAYS, common=cluster_features.SHARED, limit=stories.COMPARED
    )
    # An old article without a story waits in a later batch, which will find these. Translations share names and
    # numbers, and are told apart by their language.
    return [
        near
        for near in found
        if (near.id in new or near.story_id is not None) and _same_language(article.lang, near.lang)
    ]


def _opened(session: Session, reached: Sequence[dict[int, int]], alike: Likenesses) -> set[int]:
    """The old reports that are clustered again, now compared with all others that the same new article reached.

    Needed, since a pair that was not compared counts as a likeness of 0.
    """
    from reader.index.clusters import stories

    free = session.library.groups.free({story for reports in reached for story in reports.values()})
    every = [(reports, stories.opened(reports, free)) for reports in reached]
    alike.compare(
        (one, other) for reports, again in every for one in again for other in reports if other != one
    )
    return {one for _, again in every for one in again}


def _same_language(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one.lower()[:2] == other.lower()[:2]


def _copies(
    session: Session,
    documents: Sequence[Document],
    traced: Sequence[tuple[ClusterTrace, NDArray[np.uint32]]],
) -> list[tuple[int, int]]:
    """Pairs of copies. Of two that are new the later one in `documents` finds the earlier one."""
    from reader.index.clusters import copies
    from reader.index.profile import REMEMBERED, profile, shingles

    groups = session.library.groups
    ids = [trace.article_id for trace, _ in traced]
    # Equal texts need no comparison. `waiting` are those of the batch that come later: of a new pair only the later one
    # compares, or each pair would be found twice.
    found, waiting = groups.equal(ids), set(ids)
    firsts: dict[int, int] = {}
    for at in range(0, len(traced), TOGETHER):
        perhaps: list[tuple[Document, NDArray[np.uint32], list[int]]] = []
        for document, (trace, runs) in zip(
            documents[at : at + TOGETHER], traced[at : at + TOGETHER], strict=True
        ):
            waiting.discard(trace.article_id)
            if trace.sketch:
                others = groups.perhaps_copies(
                    trace, days=copies.DAYS, common=copies.COMMON, limit=COPIES_COMPARED
                )
                perhaps.append((document, runs, [id_ for id_ in others if id_ not in waiting]))
        kept = _Imprints(session, {id_ for _, _, others in perhaps for id_ in others})
        at_most = [{id_: kept.share_at_most(runs, id_) for id_ in others} for _, runs, others in perhaps]
        kept.read({id_ for bounds in at_most for id_, bound in bounds.items() if bound >= copies.SHARE})
        for (document, _, _), bounds in zip(perhaps, at_most, strict=True):
            id_ = document.article.id
            firsts = {other: kept.firsts[other] for other in bounds if other in kept.firsts} | firsts
            if not (read := copies.worth_reading(bounds, firsts)):
                continue
            parts = document.article.title, document.body, document.article.lang
            # Of a large batch the profiles are forgotten by now, and to make the runs alone is a third of the work.
            own = profile(*parts).shingles if len(documents) <= REMEMBERED else shingles(*parts)
            shares = {
                other.article.id: copies.share(
                    own, shingles(other.article.title, other.body, other.article.lang)
                )
                for other in kept.read(read)
                if copies.are_near(document.article, other.article)
                or copies.are_one_post(document.article, other.article)
            }
            for other_id in copies.joined(shares, firsts):
                found.append((id_, other_id))
                joined = {firsts.get(other_id, other_id), firsts.get(id_, id_)}
                firsts |= {one: min(joined) for one, first in firsts.items() if first in joined}
                firsts |= dict.fromkeys((id_, other_id), min(joined))
    return found


class _Imprints:
    """What is kept of articles that may have copies, read at once, and their texts, read when they are asked for."""

    def __init__(self, session: Session, ids: Collection[int]) -> None:
        from reader.index.clusters.cluster_features import parted
        from reader.index.clusters.copies import imprinted_lines

        groups = session.library.groups
        self._session = session
        self.firsts = groups.firsts(ids)
        self._kept = {id_: parted(packed)[1] for id_, packed in groups.packed(ids).items()}
        lines = {id_: imprinted_lines(imprint) for id_, imprint in self._kept.items()}
        proven = session.library.boilerplate.proven({key for keys in lines.values() for key in keys})
        self._changed = {id_ for id_, keys in lines.items() if not proven.isdisjoint(keys)}
        self._texts: dict[int, Document] = {}

    def share_at_most(self, runs: NDArray[np.uint32], id_: int) -> float:
        """Gives what the share of common runs cannot exceed; 1 where the text is another since a line of it is boilerplate."""
        from reader.index.clusters.copies import share_at_most

        return 1.0 if id_ in self._changed else share_at_most(runs, self._kept.get(id_, b""))

    def read(self, ids: Collection[int]) -> list[Document]:
        """The texts of articles without boilerplate, in that order, of those that are still there."""
        if new := [id_ for id_ in ids if id_ not in self._texts]:
            documents = self._session.library.articles.documents(new)
            self._texts |= {
                document.article.id: document for document in boilerplate.without(self._session, documents)
            }
        return [self._texts[id_] for id_ in ids if id_ in self._texts]
