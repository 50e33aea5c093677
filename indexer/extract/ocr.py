"""Text recognition: the picture of a page → its text. Optional (`footnote[ocr]`); the only module that imports
rapidocr, which brings its models in its own package and needs no network."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from indexer.errors import ErrorCode, KnownError, Problem, known
from indexer.extract.reading_order import Line, text_of
from indexer.types import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

VERSION = 1

DPI = 200  # what pages are drawn at: with fewer, small print is garbled
LARGEST_SIDE = 2400  # pixels; larger pictures are scaled down to it: an A4 page at `DPI` is not

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
_UPSIDE_DOWN = "180"
_UPRIGHT_BOX = 1.5  # a box this many times higher than wide holds a line that runs up or down


class Recognizer(Protocol):
    """Finds the lines of text in a picture: RGB, of shape (height, width, 3). They may come in any order; their boxes
    are those of the page turned upright."""

    def lines(self, picture: Picture) -> list[Line]: ...


def is_installed() -> bool:
    """Whether text can be recognized. Loads nothing."""
    return _all_found()


def look_again() -> None:
    """Notice what was installed while this process runs."""
    importlib.invalidate_caches()
    _all_found.cache_clear()


@functools.cache
def _all_found() -> bool:
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


@functools.cache
def recognizer() -> Recognizer:
    """Made when first needed: loading the models takes a second and 300 MB."""
    return RapidRecognizer()


def recognize(picture: Picture) -> str:
    """The text of a picture (RGB) in the order of reading; empty where there is none."""
    return text_of(recognizer().lines(picture))


def needed(path: Path, what: str) -> KnownError:
    """`path` `what` (e.g. "is a picture"): its text has to be recognized, now or once that is possible."""
    return known(ErrorCode.NEEDS_OCR, f"{path.name} {what}.", _remedy("Its"))


def needed_for_some(path: Path, pages: Sequence[Page]) -> Problem | None:
    """What is to be said of a document that was read but for pages that are pictures; None where there are none."""
    pictures = sum(page.unrecognized for page in pages)
    if not pictures:
        return None
    are = "is a picture" if pictures == 1 else "are pictures"
    message = f"{pictures:,} of {len(pages):,} pages of {path.name} {are}; the other pages can be searched."
    return Problem(ErrorCode.NEEDS_OCR, message, _remedy("Their" if pictures > 1 else "Its"))


def _remedy(whose: str) -> str:
    if is_installed():
        return f"{whose} text will be recognized when all other documents are read; nothing to do."
    return "Add text recognition: `pip install 'footnote[ocr]'`, or `make ocr` from a clone; then start again."


class RapidRecognizer:
    """PP-OCR models by rapidocr and onnxruntime, on one thread. They know Chinese, Japanese and everything written in
    Latin letters, though not the low quotation mark of German."""

    def __init__(self) -> None:
        import rapidocr
        from rapidocr.main import RapidOCRError

        models = Path(rapidocr.__file__).parent / "models"
        # With a path it takes the file as it is; without, it compares checksums and would load another from the net.
        paths = {f"{part}.model_path": str(models / name) for part, name in _MODELS.items()}
        options = {
            "Global.log_level": "critical",
            "Global.max_side_len": LARGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        self._engine: Any = rapidocr.RapidOCR(params=paths | options)
        self._nothing_found: type[Exception] = RapidOCRError

    def lines(self, picture: Picture) -> list[Line]:
        import numpy as np

        image, record = self._engine.preprocess_img(np.ascontiguousarray(picture[:, :, ::-1]))
        try:
            pieces, found = self._engine.detect_and_crop(image, record)
        except self._nothing_found:
            return []
        boxes = np.asarray(found.boxes, np.float64)
        directions = np.array([_direction(box) for box in boxes])
        turned = self._turned(pieces, directions)
        read = self._engine.recognize_txt(
            [np.rot90(piece, 2) if turn else piece for piece, turn in zip(pieces, turned, strict=True)]
        )
        x, y = _prevailing([(-x, -y) if turn else (x, y) for (x, y), turn in zip(directions, turned, strict=True)])
        upright = boxes @ np.array([[x, -y], [y, x]])
        return [
            _line(text, box)
            for text, score, box in zip(read.txts, read.scores, upright, strict=True)
            if text.strip() and score >= self._engine.text_score
        ]

    def _turned(self, pieces: list[NDArray[np.uint8]], directions: NDArray[np.float64]) -> list[bool]:
        """Which lines are upside down. A single one is misjudged at times, so those that run across the page are all
        taken for what most of them are, and so are those that run up or down."""
        _, judged = self._engine.cls_and_rotate(pieces)
        across = [abs(x) >= abs(y) for x, y in directions]
        votes = {True: 0.0, False: 0.0}
        for (label, _), (x, y), horizontal in zip(judged.cls_res, directions, across, strict=True):
            votes[horizontal] += (abs(x) + abs(y)) * (1 if label == _UPSIDE_DOWN else -1)
        return [votes[horizontal] > 0 for horizontal in across]


def _direction(box: NDArray[np.float64]) -> tuple[float, float]:
    """Where the text in a box (its corners clockwise) runs to, and how far: (x, y) in pixels; down where it is high,
    as rapidocr cuts such boxes out."""
    x, y = box[1] - box[0]
    down_x, down_y = box[3] - box[0]
    if abs(down_y) + abs(down_x) >= _UPRIGHT_BOX * (abs(x) + abs(y)):
        x, y = down_x, down_y
    return float(x), float(y)


def _prevailing(directions: list[tuple[float, float]]) -> tuple[float, float]:
    """The direction of most text on the page, as a vector of length 1: right, unless it was scanned askew, sideways or
    upside down."""
    sums: dict[tuple[bool, bool], tuple[float, float]] = {}
    for x, y in directions:
        quarter = (abs(x) >= abs(y), (x if abs(x) >= abs(y) else y) >= 0)
        before = sums.get(quarter, (0.0, 0.0))
        sums[quarter] = before[0] + x, before[1] + y
    x, y = max(sums.values(), key=lambda total: abs(total[0]) + abs(total[1]))
    length = (x * x + y * y) ** 0.5 or 1.0
    return x / length, y / length


def _line(text: str, box: NDArray[np.float64]) -> Line:
    """Its middle and the height of its sides tell where a line stands: the corners of a long one are moved by the
    slightest slant."""
    middle = float(box[:, 1].mean())
    half = max(abs(float(box[1, 1] - box[0, 1])), abs(float(box[3, 1] - box[0, 1]))) / 2
    return Line(text.strip(), float(box[:, 0].min()), middle - half, float(box[:, 0].max()), middle + half)
