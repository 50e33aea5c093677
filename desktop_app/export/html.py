"""A conversation as one HTML file that needs nothing else, for a browser or for printing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from desktop_app.export.blocks import Block, Kind, Run, Runs, blocks
from desktop_app.export.conversation import Exported, Note, Turn
from desktop_app.export.words import Words

_STYLE = """
body { font-family: "Charis SIL", Charter, Georgia, serif; font-size: 11pt; color: #1F1D1A; background: #FFFFFF; }
@media screen { body { line-height: 1.5; max-width: 42em; margin: 2em auto; padding: 0 1em; } }
h1, h2, h3, .about, .note, th, td { font-family: Inter, "Segoe UI", "Helvetica Neue", sans-serif; }
h1 { font-size: 17pt; }
h2 { font-size: 13pt; margin-top: 2em; }
h3 { font-size: 11pt; }
.about { font-size: 9pt; color: #5F594F; }
.note { font-size: 9pt; color: #3E3A33; margin: 0.3em 0 0.3em 0; }
.path { color: #5F594F; }
.verdict { color: #B3261E; font-size: 9pt; }
sup, a { color: #1D5FBF; text-decoration: none; }
table { border-collapse: collapse; margin: 0.8em 0; }
th, td { border: 1px solid #B9B0A0; padding: 3px 8px; font-size: 10pt; text-align: left; }
pre { background: #F3F0E9; padding: 6px; font-size: 9.5pt; }
"""


def as_html(conversation: Exported) -> str:
    title = escape(conversation.title)
    body = "\n".join(part for turn in conversation.turns for part in _turn(turn, conversation.words))
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f'</head>\n<body>\n<h1 dir="auto">{title}</h1>\n'
        f'<p class="about">{escape(conversation.words.exported)}</p>\n{body}\n</body>\n</html>\n'
    )


def words_as_html(text: str) -> str:
    """What Markdown says, a line a block, with emphasis and code and nothing that leads anywhere."""
    return "<br>".join(_words(block) for block in blocks(text))


def _words(block: Block) -> str:
    lines = block.rows if block.kind is Kind.TABLE else ((block.runs,),)
    return "<br>".join(" · ".join(_line(tuple(run for run in cell if run.text)) for cell in cells) for cells in lines)


def _turn(turn: Turn, words: Words) -> Iterator[str]:
    yield f'<h2 dir="auto">{escape(turn.question)}</h2>'
    for kind, group in groupby(blocks(turn.text), lambda block: block.kind):
        yield from _group(kind, list(group))
    about = ". ".join(part for part in (turn.found, turn.written) if part)
    if about:
        yield f'<p class="about">{escape(about)}.</p>'
    if turn.nearest:
        yield f'<p class="about">{escape(words.nearest)}</p>'
        yield from (f'<p class="note" dir="auto">{_source(note, words)}</p>' for note in turn.nearest)
    for note in turn.notes:
        number = f'<a name="note-{note.number}" href="#cited-{note.number}"><sup>{note.number}</sup></a>'
        yield f'<p class="note" dir="auto" id="note-{note.number}">{number} {_source(note, words)}</p>'


def _group(kind: Kind, group: list[Block]) -> Iterator[str]:
    match kind:
        case Kind.BULLET | Kind.NUMBER:
            tag = "ul" if kind is Kind.BULLET else f'ol start="{group[0].number}"'
            yield f"<{tag}>"
            for item in group:
                indent = f' style="margin-left: {2 * item.level}em"' if item.level else ""
                yield f'<li dir="auto"{indent}>{_line(item.runs)}</li>'
            yield f"</{tag[:2]}>"
        case Kind.CODE:
            lines = "\n".join("".join(_run(Run(run.text, note=run.note)) for run in item.runs) for item in group)
            yield f"<pre>{lines}</pre>"
        case Kind.TABLE:
            yield from (_table(item) for item in group)
        case Kind.HEADING:
            yield from (f'<h3 dir="auto">{_line(item.runs)}</h3>' for item in group)
        case Kind.TEXT:
            yield from (f'<p dir="auto">{_line(item.runs)}</p>' for item in group)


def _table(block: Block) -> str:
    head, *rows = block.rows
    cells = "".join(f"<th>{_line(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<table>\n<tr>{cells}</tr>\n{body}</table>"


def _line(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.note:
        return f'<sup><a name="cited-{run.note}" href="#note-{run.note}">{run.note}</a></sup>'
    if run.verdict:
        return f' <span class="verdict">[{escape(run.verdict)}]</span>'
    text = escape(run.text)
    for tag, worn in (("code", run.code), ("em", run.italic), ("strong", run.bold)):
        text = f"<{tag}>{text}</{tag}>" if worn else text
    return text


def _source(note: Note, words: Words) -> str:
    quoted = words.quoted(escape(note.quote))
    return f'{quoted} <strong>{escape(note.citation)}</strong> <span class="path">{escape(note.path)}</span>'
