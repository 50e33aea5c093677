"""The trace of an answer as a page to read. Everything that comes from documents or the model is escaped."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from desktop_app.answering.trace import Trace, TracedHit
from desktop_app.ui.answer_document import SIGNS, WORDS
from desktop_app.ui.answer_words import duration, not_searched, number, searched


def trace_html(trace: Trace, cost: Sequence[tuple[str, str]] = ()) -> str:
    """The trace as HTML without addresses, pictures or scripts; `cost` are names and values of what it cost."""
    return "".join(
        (
            f"<h2>{escape(trace.question)}</h2>",
            _facts(trace, cost),
            _section("Notes", "".join(f"<li>{escape(note)}</li>" for note in trace.notes), "ul"),
            _section("Sentences and their check", "".join(_verdicts(trace)), "table"),
            _section("Passages found", "".join(_hits(trace.hits)), "table"),
            _section("What the model was sent", "".join(_prompt(trace)), ""),
        )
    )


def _section(title: str, inside: str, tag: str) -> str:
    if not inside:
        return ""
    attributes = " cellpadding='4' width='100%'" if tag == "table" else ""
    body = f"<{tag}{attributes}>{inside}</{tag}>" if tag else inside
    return f"<h3>{title}</h3>{body}"


def _facts(trace: Trace, cost: Sequence[tuple[str, str]]) -> str:
    rows = [
        ("Outcome", trace.outcome),
        ("Asked", time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(trace.created))),
    ]
    if trace.query != trace.question:
        rows.append(("Searched for", trace.query))
    if trace.scope:
        rows.append(("Scope", ", ".join(trace.scope)))
    if trace.coverage is not None:
        rows.append(("Documents", ", ".join((searched(trace.coverage), *not_searched(trace.coverage)))))
    if trace.evidence_score is not None and trace.evidence_threshold is not None:
        rows.append(
            ("Evidence", f"{trace.evidence_score:.2f}, where {trace.evidence_threshold:.2f} is needed for an answer")
        )
    chance, needed = trace.parameters.get("answerable"), trace.parameters.get("answerable_threshold")
    if chance is not None and needed is not None:
        rows.append(("Passages answer it", f"{chance:.2f}, where {needed:.2f} is needed for an answer"))
    if trace.model is not None:
        rows.append(("Model", trace.model.name))
        rows.append(
            (
                "Tokens",
                f"{number(trace.usage.prompt_tokens)} read, {number(trace.usage.completion_tokens)} written",
            )
        )
    rows.extend((stage.replace("_", " ").capitalize(), duration(seconds)) for stage, seconds in trace.seconds.items())
    rows.append(("In all", duration(trace.milliseconds.total / 1000)))
    rows.extend(cost)
    if trace.problem is not None:
        rows.append(("Problem", str(trace.problem)))
    cells = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table cellpadding='3'>{cells}</table>"


def _verdicts(trace: Trace) -> Iterable[str]:
    for sentence in trace.verdicts:
        notes = ", ".join(str(n) for n in sentence.citations)
        missing = f"<br>Not found: {escape(', '.join(sentence.missing))}" if sentence.missing else ""
        yield (
            f"<tr><td width='24%'>{SIGNS[sentence.support]} {WORDS[sentence.support]}<br>{sentence.score:.2f}"
            f"{f' · footnote {notes}' if notes else ''}</td><td>{escape(sentence.text)}{missing}</td></tr>"
        )


def _hits(hits: tuple[TracedHit, ...]) -> Iterable[str]:
    if hits:
        heads = ("Document", "Page", "Score", "Similarity", "By keyword", "By meaning", "Sent")
        yield "<tr>" + "".join(f"<th align='left'>{head}</th>" for head in heads) + "</tr>"
    for hit in hits:
        cells = (
            escape(Path(hit.path).name),
            "–" if hit.page is None else str(hit.page),
            f"{hit.score:.3f}",
            "–" if hit.similarity is None else f"{hit.similarity:.2f}",
            "–" if hit.keyword_rank is None else f"{hit.keyword_rank}.",
            "–" if hit.vector_rank is None else f"{hit.vector_rank}.",
            "yes" if hit.used else "no",
        )
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _prompt(trace: Trace) -> Iterable[str]:
    for message in trace.prompt:
        text = escape(message.content).replace("\n", "<br>")
        yield f"<p><b>{escape(message.role)}</b><br>{text}</p>"
