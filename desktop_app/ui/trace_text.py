"""The trace of an answer as a page to read. Everything that comes from documents or the model is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QLocale

from desktop_app.answering.trace import Trace, TracedHit
from desktop_app.export.html import words_as_html
from desktop_app.ui.answer_document import SIGNS, WORDS
from desktop_app.ui.answer_words import duration, not_searched, number, searched
from desktop_app.ui.answering_words import note
from desktop_app.ui.library_words import exact_date
from desktop_app.ui.service_words import in_words
from desktop_app.ui.translation import tr


def trace_html(trace: Trace, cost: Sequence[tuple[str, str]] = ()) -> str:
    """The trace as HTML without addresses, pictures or scripts; `cost` are names and values of what it cost."""
    return "".join(
        (
            f"<h2>{escape(trace.question)}</h2>",
            _facts(trace, cost),
            _section(tr("Notes"), "".join(f"<li>{escape(note(said))}</li>" for said in trace.notes), "ul"),
            _section(tr("Sentences and their check"), "".join(_verdicts(trace)), "table"),
            _section(tr("Passages found"), "".join(_hits(trace.hits)), "table"),
            _section(tr("What the model was sent"), "".join(_prompt(trace)), ""),
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
        (tr("Outcome"), in_words(trace.outcome)),
        (tr("Asked"), exact_date(trace.created)),
    ]
    if trace.query != trace.question:
        rows.append((tr("Searched for"), trace.query))
    if trace.scope:
        rows.append((tr("Scope"), ", ".join(trace.scope)))
    if trace.coverage is not None:
        rows.append((tr("Documents"), ", ".join((searched(trace.coverage), *not_searched(trace.coverage)))))
    if trace.evidence_score is not None and trace.evidence_threshold is not None:
        rows.append((tr("Evidence"), _needed(trace.evidence_score, trace.evidence_threshold)))
    chance, needed = trace.parameters.get("answerable"), trace.parameters.get("answerable_threshold")
    if chance is not None and needed is not None:
        rows.append((tr("Passages answer it"), _needed(chance, needed)))
    if trace.model is not None:
        rows.append((tr("Model"), trace.model.name))
        rows.append(
            (
                tr("Tokens"),
                tr(
                    "{read} read, {written} written",
                    read=number(trace.usage.prompt_tokens),
                    written=number(trace.usage.completion_tokens),
                ),
            )
        )
    rows.extend(
        (in_words(stage.replace("_", " ").capitalize()), duration(seconds)) for stage, seconds in trace.seconds.items()
    )
    rows.append((tr("In all"), duration(trace.milliseconds.total / 1000)))
    rows.extend(cost)
    if trace.problem is not None:
        rows.append((tr("Problem"), str(trace.problem)))
    cells = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table cellpadding='3'>{cells}</table>"


def _needed(value: float, least: float) -> str:
    return tr("{value}, where {least} is needed for an answer", value=_figure(value, 2), least=_figure(least, 2))


def _figure(value: float, digits: int) -> str:
    return QLocale().toString(value, "f", digits)


def _verdicts(trace: Trace) -> Iterable[str]:
    for sentence in trace.verdicts:
        notes = ", ".join(str(n) for n in sentence.citations)
        missing = ""
        if sentence.missing:
            missing = "<br>" + tr("Not found: {words}", words=escape(", ".join(sentence.missing)))
        yield (
            f"<tr><td width='24%'>{SIGNS[sentence.support]} {tr(WORDS[sentence.support])}<br>"
            f"{_figure(sentence.score, 2)}{' · ' + tr('footnote {n}', n=notes) if notes else ''}</td>"
            f"<td>{words_as_html(sentence.text)}{missing}</td></tr>"
        )


def _hits(hits: tuple[TracedHit, ...]) -> Iterable[str]:
    if hits:
        heads = (
            tr("Document"),
            tr("Page"),
            tr("Score"),
            tr("Similarity"),
            tr("By keyword"),
            tr("By meaning"),
            tr("Sent"),
        )
        yield "<tr>" + "".join(f"<th align='left'>{head}</th>" for head in heads) + "</tr>"
    for hit in hits:
        cells = (
            escape(Path(hit.path).name),
            "–" if hit.page is None else str(hit.page),
            _figure(hit.score, 3),
            "–" if hit.similarity is None else _figure(hit.similarity, 2),
            "–" if hit.keyword_rank is None else f"{hit.keyword_rank}.",
            "–" if hit.vector_rank is None else f"{hit.vector_rank}.",
            tr("yes") if hit.used else tr("no"),
        )
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _prompt(trace: Trace) -> Iterable[str]:
    for place, message in enumerate(trace.prompt):
        text = escape(message.content).replace("\n", "<br>")
        what = f" · {tr('an example, not from your documents')}" if trace.is_example(place) else ""
        yield f"<p><b>{escape(message.role)}</b>{what}<br>{text}</p>"
