"""What went wrong, by kind, from what `footnote ask --batch` printed, `score.py ask --details` judged and the traces.

    python -m tests.eval.failures --home HOME QUESTIONS.jsonl OUTPUT.jsonl DETAILS.jsonl [--examples N]

Kinds follow an answer's way: a document that was not found can't be read, a page that was not read can't be cited.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path, PurePath
from typing import Any

from desktop_app.answering.decline import Cause
from desktop_app.answering.text import words
from desktop_app.answering.trace import Trace
from desktop_app.compose import open_history

_ENOUGH = 0.5  # of a gold passage's word triples that make it the same passage
_SHORT = 6  # words; a gold answer of so few is looked for as it stands

RIGHT, RIGHTLY_DECLINED = "right", "rightly declined"
ANSWERED = "answered although it can't be"
NO_OUTPUT = "no output"
NO_DOCUMENT, NO_PAGE = "document not found", "page not found"
NOT_READ = "passage not in the prompt"
JUDGED = "judged wrong although the answer holds a gold answer"
MISREAD = "model misread"
DECLINES = {
    Cause.NOTHING_FOUND: "declined before the model: too little evidence",
    Cause.NOT_STATED: "declined before the first word: not stated",
    Cause.NOT_SAID: "declined by the model",
    Cause.UNFOUNDED: "withdrawn by the check",
    Cause.EMPTY: "withdrawn: it only said the question again",
}


def kind(question: dict[str, Any], right: bool, output: dict[str, Any], trace: Trace | None) -> str:
    """The kind of failure of one question, or that there is none."""
    if not question.get("answerable", True):
        return RIGHTLY_DECLINED if right else ANSWERED
    if right:
        return RIGHT
    if trace is None:
        return NO_OUTPUT
    gold = question.get("gold") or []
    documents = {place["doc"] for place in gold}
    pages = {(place["doc"], place["page"]) for place in gold if place.get("page")}
    found = {(PurePath(hit.path).name, hit.page) for hit in trace.hits}
    if documents and not documents & {document for document, _ in found}:
        return NO_DOCUMENT
    if pages and not pages & found:
        return NO_PAGE
    if output.get("declined") and not trace.prompt:
        return DECLINES[Cause.NOTHING_FOUND]
    prompt = "\n".join(message.content for message in trace.prompt)
    read = {(PurePath(hit.path).name, hit.page) for hit in trace.hits if hit.used}
    if (pages and not pages & read) or (not pages and not _holds(prompt, question)):
        return NOT_READ
    if output.get("declined"):
        return next((DECLINES[cause] for cause in Cause if any(cause.value in note for note in trace.notes)), NO_OUTPUT)
    return JUDGED if any(_contains(output["answer"], answer) for answer in question["answers"]) else MISREAD


def _holds(prompt: str, question: dict[str, Any]) -> bool:
    """Whether a gold passage, or a short gold answer, is in the prompt."""
    there = _triples(prompt)
    passages = [_triples(place["passage"]) for place in question.get("gold") or [] if place.get("passage")]
    if any(len(passage & there) >= _ENOUGH * len(passage) for passage in passages if passage):
        return True
    short = [answer for answer in question.get("answers") or [] if len(list(words(answer))) <= _SHORT]
    return any(_contains(prompt, answer) for answer in short)


def _triples(text: str) -> set[tuple[str, ...]]:
    said = list(words(text))
    return set(zip(said, said[1:], said[2:], strict=False))


def _contains(text: str, part: str) -> bool:
    wanted = " ".join(words(part))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words(text))} "


def count(home: Path, questions: Path, output: Path, details: Path) -> tuple[Counter[str], dict[str, list[str]]]:
    """How many there are of each kind, and their questions."""
    asked = {row["id"]: row for row in _rows(questions)}
    outputs = {row["id"]: row for row in _rows(output)}
    history = open_history(home)
    kinds: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for row in _rows(details):
        said = outputs.get(row["id"], {})
        trace = history.trace(said["trace"]) if said.get("trace") else None
        one = kind(asked[row["id"]], row["right"], said, trace)
        kinds[one] += 1
        examples.setdefault(one, []).append(f"{asked[row['id']]['question']} → {said.get('answer', '')}")
    history.close()
    return kinds, examples


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=0, help="print so many of each kind")
    for name in ("questions", "output", "details"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    kinds, examples = count(options.home, options.questions, options.output, options.details)
    for name, number in kinds.most_common():
        print(f"{number:5}  {name}")
        for example in examples[name][: options.examples]:
            print(f"       {example}")


if __name__ == "__main__":
    main()
