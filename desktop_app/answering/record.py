"""A finished answer, or a checked text, as the JSON object that `footnote ask --json` or `check --json` prints."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from desktop_app.answering.check_events import Checked
from desktop_app.answering.events import Answer, Receipt, Source


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Plain JSON values, in the order of the contract. `page` is None where a format has no pages; `start` and
    `length` are character offsets into the page's text; times are in milliseconds since the question was asked."""
    plain: dict[str, Any] = {
        "answer": answer.answer,
        "declined": answer.declined,
        "reason": answer.reason,
        "sentences": [
            {"text": one.text, "support": one.support.value, "citations": list(one.citations)}
            for one in answer.sentences
        ],
        "sources": sources_to_json(answer.sources),
        "evidence": [
            {
                "path": one.path,
                "page": one.page,
                "start": one.start,
                "length": one.length,
                "text": one.text,
                "score": one.score,
            }
            for one in answer.evidence
        ],
        "model": answer.model,
        "usage": {
            "prompt_tokens": answer.usage.prompt_tokens,
            "completion_tokens": answer.usage.completion_tokens,
        },
        "milliseconds": {
            "evidence": round(answer.milliseconds.evidence, 1),
            "first_token": None
            if answer.milliseconds.first_token is None
            else round(answer.milliseconds.first_token, 1),
            "total": round(answer.milliseconds.total, 1),
        },
        "trace": answer.trace,
        "formula": answer.formula,
    }
    return plain if answer.receipt is None else plain | {"receipt": _receipt(answer.receipt)}


def _receipt(receipt: Receipt) -> dict[str, Any]:
    """Only questions about the documents as a whole have one."""
    return {
        "read": receipt.read,
        "of": receipt.total,
        "what": receipt.what,
        "where": receipt.where,
        "failed": [{"path": one.path, "reason": one.reason} for one in receipt.failed],
        "sql": receipt.sql,
    }


def checked_to_json(checked: Checked) -> dict[str, Any]:
    """`score` is 0 to 1: how likely people would call the sentence supported; `missing` is what of it the sources
    lack."""
    return {
        "sentences": [
            {
                "text": one.text,
                "support": one.support.value,
                "score": one.score,
                "citations": list(one.citations),
                "missing": list(one.missing),
            }
            for one in checked.sentences
        ],
        "sources": sources_to_json(checked.sources),
    }


def sources_to_json(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Footnotes; `path` is empty for a text that comes from no file."""
    return [
        {
            "n": one.n,
            "path": one.path,
            "title": one.title or Path(one.path).name,
            "page": one.page,
            "start": one.start,
            "length": one.length,
            "quote": one.quote,
        }
        for one in sources
    ]
