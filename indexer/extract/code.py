"""Source code, kept as it is; definitions are its headings."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from indexer.extract.markup import lines_of
from indexer.extract.source import Reading, Source, heading, single_page
from indexer.extract.text import decode
from indexer.types import Heading

VERSION = 2

_MANY = 2_000_000  # characters from which on a file is data rather than code, and definitions are not sought

_BRACES = (
    r"(?:(?:export|default|public|private|protected|internal|static|abstract|final|sealed|open|data|async|unsafe|"
    r"pub(?:\([^)]*\))?|partial|declare|inline|constexpr|virtual|override|const|extern)\s+)*"
)
_TYPE = re.compile(
    rf"^(?P<indent>[ \t]*){_BRACES}(?P<name>(?:class|interface|struct|enum|trait|impl|namespace|module|object|record|"
    r"protocol|extension|type|union|contract|service|message)\s+[^\s{;(=][^{;=\n]*)"
)
_FUNCTION = re.compile(
    rf"^(?P<indent>[ \t]*){_BRACES}(?P<name>(?:function\*?|func|fn|fun|def|defp|defmodule|sub|procedure)\s+"
    r"(?:\([^)]*\)\s*)?[\w.:<>!?$]+)"
)
# A C-like function has no word that says so: a type, a name, parentheses, and no semicolon at the end.
_C_FUNCTION = re.compile(
    r"^(?P<indent>[ \t]*)"
    r"(?!(?:return|else|new|throw|delete|case|goto|await|yield|using|typedef|if|for|while|switch|catch)\b)"
    r"(?:[A-Za-z_][\w:<>,*&\[\]. ]*[\s*&])(?P<name>~?[A-Za-z_][\w:~]*)\s*\([^;{}]*\)?[^;{}=]*\{?[ \t]*$"
)
_C_LIKE = frozenset(str.split(".c .h .cc .cpp .cxx .hh .hpp .hxx .cs .java .m .mm .dart .groovy .proto"))
_SHELL = re.compile(r"^(?P<indent>[ \t]*)(?:function\s+)?(?P<name>[A-Za-z_][\w-]*)\s*\(\)\s*\{?[ \t]*$")
_SHELLS = frozenset([".sh", ".bash", ".zsh"])
_SQL = re.compile(
    r"^(?P<indent>[ \t]*)(?P<name>create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?"
    r"(?:table|view|function|procedure|trigger|index)\s+(?:if\s+not\s+exists\s+)?[\w.\"`\[\]]+)",
    re.IGNORECASE,
)


def extract(source: Source) -> Reading:
    """The raw text; in Python the headings are exact, elsewhere they are found line by line."""
    text = decode(source)
    found: tuple[Heading, ...] = ()
    if len(text) <= _MANY:
        python = source.path.suffix.lower() in (".py", ".pyi", ".pyw")
        found = tuple((_python_definitions(text) if python else None) or _definitions(text, source.path))
    return Reading("", "", "", "code", 1, single_page(text, found))


def _python_definitions(text: str) -> list[Heading] | None:
    """Classes and functions with their ends; None where it doesn't parse (Python 2, templates)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in someone's code is not our concern
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    # `ast` counts lines as Python does: form feeds don't end one, so the text can't be cut by `splitlines`.
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text)), len(text)]
    found: list[Heading] = []
    pending: list[tuple[ast.AST, int]] = [(tree, 0)]
    while pending:
        node, level = pending.pop()
        inner = level
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = min(level + 1, 6)
            word = "class" if isinstance(node, ast.ClassDef) else "def"
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found.append(heading(starts[first - 1], inner, f"{word} {node.name}"))
            end = starts[min(node.end_lineno or node.lineno, len(starts) - 1)]
            found.append(Heading(end, inner, ""))
        pending.extend((child, inner) for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))
    # Where one definition ends and another starts, the end comes first; of several ends the deepest.
    found.sort(key=lambda item: (item.start, bool(item.text), item.level if item.text else -item.level))
    return found


def _patterns(path: Path) -> tuple[re.Pattern[str], ...]:
    suffix = path.suffix.lower()
    if suffix in _SHELLS:
        return (_SHELL,)
    if suffix == ".sql":
        return (_SQL,)
    return (_TYPE, _FUNCTION, _C_FUNCTION) if suffix in _C_LIKE else (_TYPE, _FUNCTION)


def _definitions(text: str, path: Path) -> Iterator[Heading]:
    """Lines that look like a definition; the deeper they are indented, the deeper their level."""
    patterns = _patterns(path)
    indents: list[int] = []
    for start, line in lines_of(text):
        if not line or len(line) > 300 or line.lstrip().startswith(("//", "*", "/*", "#")):
            continue
        match = next((found for pattern in patterns if (found := pattern.match(line))), None)
        if match is None:
            continue
        indent = len(match["indent"].expandtabs(4))
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        yield heading(start, min(len(indents), 6), match["name"].rstrip(" :;{"))
