"""What a command is asked: one question of the command line, or a file of them (`--batch FILE.jsonl`)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import ErrorCode, known

_QUESTION = 'Each line is an object such as {"id": "q1", "question": "What …?"}.'
_TEXT = 'Each line is an object such as {"id": "t1", "text": "…", "context": "…"}; the context may be left out.'


@dataclass(frozen=True)
class Item:
    """A question, or a text to check, and the id under which the result is printed; the id of a single one is None.
    `context` is what the text is to be checked against, None where it names nothing."""

    id: object
    text: str
    context: tuple[str, ...] | None = None


def questions(options: argparse.Namespace) -> Iterator[Item]:
    """The questions to answer, limited by `--in`. Raises KnownError naming the file and the line that is not as it
    must be."""
    limits = "".join(f' in:"{name}"' for name in options.inside)
    if not options.batch:
        yield Item(None, options.question + limits)
        return
    for place, plain in _objects(Path(options.batch), _QUESTION):
        text = plain.get("question", plain.get("text"))
        if not isinstance(text, str) or "id" not in plain:
            raise known(ErrorCode.BAD_REQUEST, f"{place} lacks an id or a question.", _QUESTION)
        yield Item(plain["id"], text + limits)


def texts(batch: str) -> Iterator[Item]:
    """The texts to check. Raises as `questions`."""
    for place, plain in _objects(Path(batch), _TEXT):
        text, context = plain.get("text"), plain.get("context")
        if not isinstance(text, str) or "id" not in plain:
            raise known(ErrorCode.BAD_REQUEST, f"{place} lacks an id or a text.", _TEXT)
        parts = [context] if isinstance(context, str) else context
        if parts is not None and not (isinstance(parts, list) and all(isinstance(part, str) for part in parts)):
            raise known(ErrorCode.BAD_REQUEST, f"The context in {place} is neither a text nor a list of texts.", _TEXT)
        yield Item(plain["id"], text, None if parts is None else tuple(parts))


def _objects(path: Path, remedy: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file, each with the words for where it stands. Raises KnownError(BAD_REQUEST)."""
    try:
        # Not splitlines: a JSON string may hold U+2028 and other separators as they are.
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise known(
            ErrorCode.BAD_REQUEST, f"{path} can't be read ({error}).", "Give a file of JSON lines in UTF-8."
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"Line {number} of {path}"
        try:
            plain = json.loads(line)
        except ValueError as error:
            raise known(ErrorCode.BAD_REQUEST, f"{place} is not JSON ({error}).", remedy) from error
        if not isinstance(plain, dict):
            raise known(ErrorCode.BAD_REQUEST, f"{place} is not an object.", remedy)
        yield place, plain
