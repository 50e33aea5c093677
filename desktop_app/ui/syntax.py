"""The words of source code that are coloured. The only module that knows Pygments, which is slow: call it from a
worker thread."""

from __future__ import annotations

from dataclasses import dataclass

_MOST = 60_000  # characters; more would take seconds


@dataclass(frozen=True)
class Coloured:
    """From `start` to `end`, in characters of Qt (UTF-16 units) of the text; `token` is word, text, number, name or
    comment."""

    start: int
    end: int
    token: str


def colours_of(text: str, name: str) -> tuple[Coloured, ...]:
    """What to colour of the code `text` of the file `name`, which has "\\n" as line ends; nothing when its language
    isn't known or it is too long."""
    if len(text) > _MOST:
        return ()
    from pygments.lexers import get_lexer_for_filename  # half a second on a slow machine
    from pygments.token import Token
    from pygments.util import ClassNotFound

    kinds = (
        (Token.Comment, "comment"),
        (Token.Keyword, "word"),
        (Token.Operator.Word, "word"),
        (Token.Name.Tag, "word"),
        (Token.Literal.String, "text"),
        (Token.Literal.Number, "number"),
        (Token.Name.Constant, "number"),
        (Token.Name.Function, "name"),
        (Token.Name.Class, "name"),
        (Token.Name.Decorator, "name"),
        (Token.Name.Attribute, "name"),
        (Token.Name.Namespace, "name"),
    )
    try:
        lexer = get_lexer_for_filename(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ()
    made: list[Coloured] = []
    at = units = 0
    for start, kind, words in lexer.get_tokens_unprocessed(text):
        token = next((ours for theirs, ours in kinds if kind in theirs), None)
        if token is None or not words.strip():
            continue
        units += _units(text[at:start])
        at = start
        end = units + _units(words)
        if made and made[-1].token == token and made[-1].end == units:
            made[-1] = Coloured(made[-1].start, end, token)
        else:
            made.append(Coloured(units, end, token))
    return tuple(made)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
