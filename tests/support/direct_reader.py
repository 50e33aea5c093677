"""A `reading.Reader` in this process: real extractors, chunks of paragraphs."""

from __future__ import annotations

from pathlib import Path

from indexer.extract.registry import extract
from indexer.types import Cut
from tests.support.cut import ParagraphCutter


class DirectReader:
    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:  # noqa: ARG002
        extracted = extract(path, password=password, max_bytes=max_bytes)
        return Cut(extracted, tuple(ParagraphCutter().chunk(extracted)), ParagraphCutter.version)

    def hold(self, held: bool) -> None:
        pass

    def close(self) -> None:
        pass
