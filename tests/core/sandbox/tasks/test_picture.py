"""The task that draws a picture small."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from reader.core.sandbox.pool import SandboxPool
from reader.core.sandbox.tasks import picture
from reader.errors import ExtractError
from tests.support import cputime
from tests.support.painted import BLUE, GREEN, RED, bomb, data
from tests.support.painted import picture as painted

if TYPE_CHECKING:
    from reader.core.sandbox.results import PictureRaster

URL = "https://ann:s3cret@pier.example/tug.png"


def drawn(body: bytes) -> PictureRaster:
    return picture.run(body, url=URL)


def pixel(raster: PictureRaster, x: int, y: int) -> tuple[int, ...]:
    at = (y * raster.width + x) * 3
    return tuple(raster.pixels[at : at + 3])


def is_near(found: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 12) -> bool:
    return all(abs(one - other) <= tolerance for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "CMYK"])
def test_each_format_of_the_web_in_each_of_its_modes(kind: str, mode: str) -> None:
    image = painted(320, 200, mode=mode)
    if kind in ("JPEG", "WEBP") and mode in ("P", "1"):
        image = image.convert("L" if mode == "1" else "RGB")
    elif mode == "CMYK" and kind != "JPEG":
        image = image.convert("RGB")
    found = drawn(data(image, kind))
    assert (found.width, found.height) == (64, 40)
    if mode not in ("L", "1"):
        assert is_near(pixel(found, 5, 5), BLUE)
        assert is_near(pixel(found, 5, 35), RED)


@pytest.mark.parametrize(
    ("size", "drawn_as"),
    [
        ((600, 400), (60, 40)),
        ((3000, 1000), (100, 34)),
        ((400, 800), (20, 40)),
        ((5000, 20), (100, 2)),
        ((20, 4000), (1, 40)),
        ((24, 24), (24, 24)),
        ((17, 17), (17, 16)),
        ((16, 16), (16, 16)),
    ],
)
def test_the_shape_stays_and_nothing_is_enlarged(size: tuple[int, int], drawn_as: tuple[int, int]) -> None:
    found = drawn(data(painted(*size)))
    assert (found.width, found.height) == drawn_as


@pytest.mark.parametrize("size", [(1, 1), (15, 900), (900, 15)])
def test_spacers_and_trackers_are_not_drawn(size: tuple[int, int]) -> None:
    with pytest.raises(ExtractError, match="too small"):
        drawn(data(painted(*size)))


def test_what_is_transparent_is_white() -> None:
    for mode in ("RGBA", "LA", "P"):
        image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
        image.paste((*GREEN, 255), (0, 0, 64, 32))
        found = drawn(data(image.convert(mode)))
        assert is_near(pixel(found, 5, found.height - 3), (255, 255, 255)), mode
        if mode == "RGBA":
            assert is_near(pixel(found, 5, 3), GREEN)


def test_of_an_animation_the_first_frame_is_drawn() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, GREEN, BLUE)]
    for kind in ("GIF", "WEBP"):
        body = data(frames[0], kind, save_all=True, append_images=frames[1:])
        assert is_near(pixel(drawn(body), 20, 20), RED)


@pytest.mark.parametrize(
    ("orientation", "blue_at"),
    [
        (1, "top"),
        (2, "top"),
        (3, "bottom"),
        (4, "bottom"),
        (5, "left"),
        (6, "right"),
        (7, "right"),
        (8, "left"),
    ],
)
def test_a_camera_held_on_its_side_is_set_right(orientation: int, blue_at: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = drawn(data(painted(320, 200), "JPEG", exif=exif))
    across, down = found.width // 2, found.height // 2
    at = {
        "top": (across, 3),
        "bottom": (across, found.height - 4),
        "left": (3, down),
        "right": (found.width - 4, down),
    }[blue_at]
    assert is_near(pixel(found, *at), BLUE)
    assert (found.width, found.height) == ((25, 40) if orientation > 4 else (64, 40))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b"\x89PNG\r\n\x1a\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        data(painted(40, 40), "BMP"),
        data(painted(40, 40), "TIFF"),
        data(painted(40, 40), "PPM"),
    ],
    ids=["empty", "page", "head only", "svg", "bmp", "tiff", "ppm"],
)
def test_other_formats_are_refused(body: bytes) -> None:
    with pytest.raises(ExtractError, match=r"not a PNG|damaged") as told:
        drawn(body)
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_truncated_picture_is_damaged(kind: str) -> None:
    noise = Image.effect_noise((300, 300), 90)
    body = data(noise.convert("RGB"), kind)
    with pytest.raises(ExtractError, match="damaged"):
        drawn(body[: len(body) // 2])


@pytest.mark.parametrize(("width", "height"), [(5_001, 5_000), (8_000, 8_000), (60_000, 60_000)])
def test_a_bomb_is_not_decoded(width: int, height: int) -> None:
    body = bomb(width, 10)
    lying = body[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + body[24:29]
    lying += zlib.crc32(lying[12:29]).to_bytes(4, "big") + body[33:]
    with cputime.within(2), pytest.raises(ExtractError, match="more than 25 million pixels"):
        drawn(lying)


async def test_the_largest_one_fits_into_the_childs_memory() -> None:
    big = data(Image.new("RGBA", (5_000, 5_000), (*GREEN, 128)), compress_level=1)
    async with SandboxPool(1) as children:
        found = await children.picture(big, URL)
        with pytest.raises(ExtractError, match="more than 25 million pixels"):
            await children.picture(bomb(30_000, 30_000), URL)
        with pytest.raises(ExtractError, match="not a PNG") as told:
            await children.picture(b"none", URL)
        assert is_near(pixel(await children.picture(data(painted(90, 60)), URL), 3, 30), RED)
    assert (found.width, found.height) == (40, 40)
    assert "s3cret" not in str(told.value)


def test_odd_metadata_does_no_harm() -> None:
    options: dict[str, Any] = {"exif": b"Exif\0\0" + b"\xff" * 200}
    assert drawn(data(painted(64, 64), "JPEG", **options)).width == 40
