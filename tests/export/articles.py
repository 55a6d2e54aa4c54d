"""An article of our own words with everything that an export shows."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.markdown import dialect
from reader.model import Article, Content, Embed, Picture, RelatedLink

ARTICLE = Article(
    id=7,
    uid="abcdefghijklmn23",
    title="Two Mayors Meet as Tolls Rise",
    fetched=datetime(2024, 5, 7, 8, tzinfo=UTC),
    url="https://valley.example/2024/05/two-mayors",
    authors=("Ann Lee", "Bo Chen"),
    agency="WIRE",
    publication="The Valley Post",
    published=datetime(2024, 5, 6, 9, tzinfo=UTC),
    day="2024-05-06",
    description='They met: "for once".',
    tags=("roads/tolls",),
)

_MARKDOWN = "\n\n".join(
    [
        dialect.picture(Picture(credit="Cy Drew / WIRE")),
        dialect.from_text(
            "The mayors of two towns met on Monday.\n\nThe bridge between them costs more each year."
        ),
        dialect.embed(
            Embed(
                "tweet",
                "We met. More soon.",
                "Town Hall",
                "@townhall",
                "https://x.com/townhall/status/1",
                "2024-05-06",
            )
        ),
        dialect.heading(2, "What comes next"),
        dialect.related(RelatedLink("Tolls Rise Again", "https://valley.example/2024/04/tolls")),
        dialect.from_text("A vote follows in June."),
    ]
)
_READ = dialect.contents(_MARKDOWN)

CONTENT = Content(
    markdown=_MARKDOWN,
    text=_READ.text,
    pictures=_READ.pictures,
    embeds=_READ.embeds,
    links=_READ.links,
    related=_READ.related,
)
