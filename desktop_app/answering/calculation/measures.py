"""The table of named figures and measures (`assets/measures.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.answering.calculation.formula import Node, Term, parse
from desktop_app.answering.calculation.tables import Row
from desktop_app.assets import asset

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POSSESSIVE = re.compile(r"['’]s\b")
_MARK = re.compile(r"(?<=[a-z])\d(?:,\d)*\b")
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?|%|>|\*")


@dataclass(frozen=True)
class Rule:
    """From `least` on a measure is called what the question asks for; `why` is half a sentence."""

    least: float
    why: str


@dataclass(frozen=True)
class Measure:
    """See `assets/measures.toml` for the fields. `name` is what an answer calls it; `formulas` may refer to
    other measures."""

    key: str
    name: str
    asked: tuple[str, ...]
    labels: tuple[str, ...]
    statement: str
    formulas: tuple[Node, ...]
    kind: str
    positive: bool
    notes: bool
    never: tuple[str, ...]
    healthy: Rule | None
    intensive: Rule | None

    def excludes(self, row: str) -> bool:
        """Whether a row, with its section, speaks of something else after all."""
        folded = row.casefold()
        return any(word in folded for word in self.never)


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A label or a name without case, punctuation, what is in brackets, and footnote marks: "Net income (loss)¹" and
    "net income" are one."""
    text = _POSSESSIVE.sub("", _BRACKETS.sub(" ", text.casefold()).replace("’", "'"))
    text = _MARK.sub("", text).replace("'", "")
    return " ".join(_WORD.findall(text))


@lru_cache(maxsize=1)
def measures() -> Mapping[str, Measure]:
    """All of them by key."""
    with asset("measures.toml").open("rb") as file:
        table = tomllib.load(file)
    return {key: _measure(key, entry, table) for key, entry in table.items()}


def _measure(key: str, entry: Mapping[str, object], table: Mapping[str, object]) -> Measure:
    def resolve(name: str) -> Node | None:
        return Term(name) if name in table else None

    formulas = []
    for text in _texts(entry.get("formulas")):
        node = parse(text, resolve)
        if node is None:
            raise ValueError(f"measures.toml: {key} has a formula that can't be read: {text}")
        formulas.append(node)
    asked = _texts(entry.get("asked"))
    return Measure(
        key,
        str(entry.get("name", asked[0])),
        tuple(dict.fromkeys(normal(name) for name in asked)),
        _texts(entry.get("labels")),
        str(entry.get("statement", "")),
        tuple(formulas),
        str(entry.get("kind", "money")),
        bool(entry.get("positive", False)),
        bool(entry.get("notes", False)),
        _texts(entry.get("never")),
        _rule(entry.get("healthy")),
        _rule(entry.get("intensive")),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _rule(value: object) -> Rule | None:
    return Rule(float(value[0]), str(value[1])) if isinstance(value, list) else None


def by_label(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    """Rows by their label in its normal form, and by "section > label"."""
    table: dict[str, list[Row]] = {}
    for row in rows:
        label = normal(row.label) or "total"  # what stands below a section without a name of its own
        table.setdefault(label, []).append(row)
        table.setdefault(f"{normal(row.section)} > {label}", []).append(row)
    return table


def rows_of(table: Mapping[str, Sequence[Row]], label: str) -> Sequence[Row]:
    """The rows that `label` of the table of measures names, in order."""
    label = normal(label)
    if "*" not in label:
        return table.get(label, ())
    whole = _pattern(label)
    return [row for name, rows in table.items() if ("> " in name) == (">" in label) and whole.fullmatch(f"{name} ")
            for row in rows]  # fmt: skip


@lru_cache(maxsize=4096)
def _pattern(label: str) -> re.Pattern[str]:
    words = [r"(?:\S+ )*?" if word == "*" else re.escape(word) + " " for word in label.split()]
    return re.compile("".join(words))


@lru_cache(maxsize=1)
def names() -> tuple[tuple[str, str], ...]:
    """Every name a question may use with the key of its measure, the longest first."""
    pairs = [(name, measure.key) for measure in measures().values() for name in measure.asked]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0].split()), -len(pair[0]))))
