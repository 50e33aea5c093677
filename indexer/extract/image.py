"""Pictures by Pillow: a photograph of a page, a screenshot, a fax. Their text has to be recognized (`ocr`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFile, ImageOps

from indexer.extract import ocr
from indexer.extract.source import Reading, Source, corrupt, too_large, unsupported
from indexer.types import Page

if TYPE_CHECKING:
    from indexer.extract.ocr import Picture

VERSION = 1

_PIXELS = 100_000_000  # 300 MB once unpacked
_PAGES = 2000
_ICON_SIDE = 64  # pixels; what is smaller on both sides has no room for a word
_PAGED = "TIFF"  # the one format whose pictures are pages; elsewhere more than one is a film or a thumbnail
# What Pillow raises where a picture turns out to be broken.
_BROKEN = (OSError, ValueError, SyntaxError, LookupError, EOFError, TypeError, ArithmeticError)

ImageFile.LOAD_TRUNCATED_IMAGES = True  # what is there of a picture can be read
Image.MAX_IMAGE_PIXELS = None  # `_PIXELS` is looked at before anything is unpacked


def extract(source: Source) -> Reading:
    """A TIFF file has pages, every other picture is one without a number. Raises KnownError(NEEDS_OCR) unless
    `source.ocr`, CORRUPT, UNSUPPORTED or TOO_LARGE. What is too small for text is read as empty."""
    image = _open(source)
    try:
        _check_size(source, image)
        count = _page_count(image)
        if count is None and max(image.size) < _ICON_SIDE:
            image.close()
            return Reading("", "", "", "image", 1, iter((Page(None, None, ""),)))
        if not source.ocr:
            raise ocr.needed(source.path, "is a picture")
    except BaseException:
        image.close()
        raise
    return Reading("", "", "", "image", count or 1, _pages(source, image, count))


def _open(source: Source) -> Image.Image:
    if source.start[4:8] == b"ftyp":
        raise unsupported(source.path, "is a HEIF picture, which Footnote can't read", "Save it as JPEG and add that.")
    try:
        return Image.open(source.content())
    except MemoryError:
        raise
    except Exception as error:  # Pillow raises nearly anything on a broken file; that of a disk has a number
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise corrupt(source.path, "it is no complete picture", repr(error)) from error


def _page_count(image: Image.Image) -> int | None:
    """None where the picture is no page of several."""
    try:
        count = min(getattr(image, "n_frames", 1), _PAGES) if image.format == _PAGED else 1
    except _BROKEN:
        return None
    return count if count > 1 else None


def _check_size(source: Source, image: Image.Image) -> None:
    width, height = image.size
    if width * height > _PIXELS:
        millions = f"{width * height / 1e6:,.0f} million pixels, over the limit of {_PIXELS / 1e6:,.0f} million"
        raise too_large(source.path, f"has {millions}", "Scale it down or cut it into parts.")


def _pages(source: Source, image: Image.Image, count: int | None) -> Iterator[Page]:
    """One that can't be read is empty, the others stay."""
    broken = 0
    detail = ""
    try:
        for index in range(count or 1):
            try:
                if index:
                    image.seek(index)
                _check_size(source, image)
                picture = _picture(image)
            except MemoryError:
                raise
            except _BROKEN as error:
                broken, detail = broken + 1, repr(error)
                yield Page(None if count is None else index + 1, None, "")
                continue
            yield Page(None if count is None else index + 1, None, ocr.recognize(picture))
    finally:
        image.close()
    if broken == (count or 1):
        raise corrupt(source.path, "it is no complete picture", detail)


def _picture(image: Image.Image) -> Picture:
    """Upright, of 8 bits a colour, on white where it is transparent, no larger than recognition needs."""
    largest = (ocr.LARGEST_SIDE, ocr.LARGEST_SIDE)
    image.draft("RGB", largest)  # JPEG only: unpacks a large photograph at a fraction of its size
    if image.mode[0] in "IF":
        upright = ImageOps.exif_transpose(_eight_bits(image))
    elif image.has_transparency_data:
        upright = ImageOps.exif_transpose(image.convert("RGBA"))
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    else:
        upright = ImageOps.exif_transpose(image)
    upright = upright.convert("RGB")
    upright.thumbnail(largest)
    return np.asarray(upright)


def _eight_bits(image: Image.Image) -> Image.Image:
    """16 or 32 bits a pixel, of which Pillow would show the lowest: the range that is used becomes 0 to 255."""
    values = np.asarray(image, np.float32)
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255 / ((high - low) or 1))).astype(np.uint8))
