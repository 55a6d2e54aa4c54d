"""Draws a picture as small as a terminal shows it."""

from __future__ import annotations

import io
import warnings

# Importing a plugin is what makes its format known; `Image.open` by itself imports those of others besides.
from PIL import (
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from reader.core.sandbox.results import PictureRaster, fitted
from reader.errors import ExtractError
from reader.text import urls

FORMATS = tuple(
    plugin.format
    for plugin in (
        PngImagePlugin.PngImageFile,
        JpegImagePlugin.JpegImageFile,
        GifImagePlugin.GifImageFile,
        WebPImagePlugin.WebPImageFile,
    )
    if plugin.format
)
"""The formats of the web; others have decoders that fewer people look after."""

PIXELS = 25_000_000
"""Pixels of a picture that is decoded: with an alpha channel it takes twice 100 MB, just within the limit of memory."""

SMALLEST = 16
"""Pixels of the shorter side of a picture that is worth its lines; spacers and trackers have fewer."""

_FINER = 3
"""Times the pixels that are shown of which a JPEG is decoded: enough to shrink it well."""

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation that Exif knows."""


def run(body: bytes, *, url: str | None) -> PictureRaster:
    """Draws the picture, of an animation its first frame. Raises ExtractError for what is none, or too large."""
    subject = urls.masked(url or "")
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # metadata out of order is none of our concern
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=FORMATS) as image:
                return _small(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        limit = f"{PIXELS // 1_000_000} million pixels"
        raise ExtractError(f"the picture has more than {limit}", subject=subject) from None
    except UnidentifiedImageError:
        raise ExtractError("not a PNG, JPEG, GIF or WebP picture", subject=subject) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow raises for broken files
        raise ExtractError("the picture is damaged", subject=subject) from error


def _small(image: Image.Image) -> PictureRaster:
    if min(image.size) < SMALLEST:
        raise ExtractError("the picture is too small to be shown")
    turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    is_on_its_side = turn in (
        Image.Transpose.TRANSPOSE,
        Image.Transpose.ROTATE_270,
        Image.Transpose.TRANSVERSE,
        Image.Transpose.ROTATE_90,
    )
    width, height = fitted(*(image.size[::-1] if is_on_its_side else image.size))
    size = (height, width) if is_on_its_side else (width, height)
    image.draft("RGB", (size[0] * _FINER, size[1] * _FINER))
    mode = "RGBA" if image.has_transparency_data else "RGB"
    whole = image if image.mode == mode else image.convert(mode)  # a copy might be too much
    small = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if small.mode == "RGBA":  # what is drawn on nothing was drawn for white paper, most often
        small = Image.alpha_composite(Image.new("RGBA", size, "white"), small).convert("RGB")
    if turn is not None:
        small = small.transpose(turn)
    return PictureRaster(width, height, small.tobytes())
