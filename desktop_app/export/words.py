"""What an export says itself, around the words of the conversation; whoever exports gives it in a reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.answering.events import Answer, Support


@dataclass(frozen=True)
class Words:
    """`exported` is the sentence that tells when; `verdicts` stand behind sentences that are not borne out; `found` is
    how many sentences have each verdict, empty where there are none; `declined` is what stands for an answer where
    there is none, `quoted` a text in quotation marks, `place` one of a document, e.g. "p. 12"."""

    untitled: str
    exported: str
    stopped: str
    nearest: str
    verdicts: Mapping[Support, str]
    found: Callable[[Mapping[Support, int]], str]
    written_by: Callable[[str], str]
    declined: Callable[[Answer], str]
    quoted: Callable[[str], str]
    place: Callable[[str], str]
