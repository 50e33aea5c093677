"""What a command is asked: one question of the command line, or a file of them (`--batch FILE.jsonl`)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ErrorCode, known


@dataclass(frozen=True)
class Item:
    """A question and the id under which its answer is printed; the id of a single question is None."""

    id: object
    text: str


def questions(options: argparse.Namespace) -> Iterator[Item]:
    """The questions to answer. Raises KnownError naming the file and the line that is not as it must be."""
    if not options.batch:
        yield Item(None, options.question)
        return
    path = Path(options.batch)
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise known(
            ErrorCode.BAD_REQUEST, f"{path} can't be read ({error}).", "Give a file of JSON lines in UTF-8."
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _item(path, number, line)


def _item(path: Path, number: int, line: str) -> Item:
    remedy = 'Each line is an object such as {"id": "q1", "question": "What …?"}.'
    try:
        plain = json.loads(line)
    except ValueError as error:
        raise known(ErrorCode.BAD_REQUEST, f"Line {number} of {path} is not JSON ({error}).", remedy) from error
    text = plain.get("question", plain.get("text")) if isinstance(plain, dict) else None
    if not isinstance(text, str) or "id" not in plain:
        raise known(ErrorCode.BAD_REQUEST, f"Line {number} of {path} lacks an id or a question.", remedy)
    return Item(plain["id"], text)
