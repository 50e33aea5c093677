"""An answer as text to paste elsewhere, its footnotes written out; and its verdict in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from desktop_app.answering.events import Answer, Sentence, Source, Support
from desktop_app.ui.answer_document import WORDS
from desktop_app.ui.answer_words import duration, number
from desktop_app.ui.passage import passage_of
from desktop_app.ui.quotation import shortened
from desktop_app.ui.translation import tr, trn

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_plain_text(answer: Answer) -> str:
    """The answer with superscript numbers and its footnotes below."""
    notes = [f"{_superscript(source.n)} {_note(source)}" for source in answer.sources]
    return "\n\n".join(part for part in (_annotated(answer, _superscript), "\n".join(notes)) if part) + "\n"


def as_markdown(answer: Answer) -> str:
    """The answer as Markdown with `[^1]` footnotes."""
    notes = [f"[^{source.n}]: {_note(source)}" for source in answer.sources]
    return "\n\n".join(part for part in (_annotated(answer, lambda n: f"[^{n}]"), "\n".join(notes)) if part) + "\n"


def verdict(sentences: Sequence[Sentence]) -> list[tuple[Support, str]]:
    """What the check found, part by part: [(supported, "2 of 2 sentences supported")], or [(supported, "3
    supported"), (partial, "1 partly"), (unsupported, "1 not")]. What states nothing does not count."""
    counts = Counter(sentence.support for sentence in sentences if sentence.claim)
    total = counts.total()
    if not total:
        return []
    if counts[Support.SUPPORTED] == total:
        return [(Support.SUPPORTED, trn("{n} of {n} sentence supported", "{n} of {n} sentences supported", total))]
    return [(support, so_many(support, counts[support])) for support in Support if counts[support]]


def figures(sentences: Sequence[Sentence]) -> list[tuple[Support, str]]:
    """What the check found in figures alone, to stand behind signs: [(supported, "3"), (unsupported, "1")]."""
    counts = Counter(sentence.support for sentence in sentences if sentence.claim)
    return [(support, number(counts[support])) for support in Support if counts[support]]


def so_many(support: Support, sentences: int) -> str:
    """How many sentences have a verdict, next to the others: "3 supported", "1 partly", "1 not"."""
    match support:
        case Support.SUPPORTED:
            return trn("{n} supported", "{n} supported", sentences)
        case Support.PARTIAL:
            return trn("{n} partly", "{n} partly", sentences)
        case Support.UNSUPPORTED:
            return trn("{n} not", "{n} not", sentences)


def took(answer: Answer) -> str:
    """How long it took in all."""
    return duration(answer.milliseconds.total / 1000)


def _annotated(answer: Answer, mark: Callable[[int], str]) -> str:
    """The raw answer with marks behind its sentences; what is not borne out says so in brackets."""
    text = answer.answer
    for sentence in sorted(answer.sentences, key=lambda each: each.start, reverse=True):
        end = sentence.start + sentence.length
        note = "".join(mark(n) for n in sentence.citations)
        if sentence.support is not Support.SUPPORTED:
            note += f" [{tr(WORDS[sentence.support])}]"
        text = text[:end] + note + text[end:]
    return text.strip()


def _superscript(n: int) -> str:
    return str(n).translate(_SUPERSCRIPTS)


def _note(source: Source) -> str:
    return f"{passage_of(source).citation}: {tr('“{quote}”', quote=shortened(source.quote))} ({source.path})"
