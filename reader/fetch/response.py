"""The response to a request, as all that is decided on it needs it."""

from __future__ import annotations

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response of the net: decoded bytes, the final address, and what policy needs. Header names are lower-case."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    moved_to: str | None = None
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    @property
    def media_type(self) -> str | None:
        """The media type that the server gave, such as `text/html`; None where it gave none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower() or None

    @property
    def charset(self) -> str | None:
        """The encoding that the server named, as it named it."""
        _, found, name = (self.header("content-type") or "").lower().partition("charset=")
        return name.partition(";")[0].strip(" \"'") or None if found else None
