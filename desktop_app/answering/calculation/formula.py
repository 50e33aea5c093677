"""Formulas: as data and as people write them, put to a period, calculated and written out.

The grammar is small: + − × ÷ with brackets, numbers, and names. `mean(x)`, `change(x)` and `before(x)` look a year
back. A name may be several words ("total current assets"), which the caller resolves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, DivisionByZero, InvalidOperation

from desktop_app.answering.calculation.periods import Period

_TOKEN = re.compile(
    r"""(?P<operator>\+|[*×·]|/|÷|\s[-−–]\s|\bdivided\sby\b|\bplus\b|\bminus\b|\bless\b|\btimes\b|\bmultiplied\sby\b)
      |(?P<open>[(\[{])|(?P<close>[)\]}])
      |(?P<number>(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.]*\w))
      |(?P<word>[^\s()\[\]{}+*×·/÷]+)""",
    re.X | re.I,
)
_SIGNS = {"+": "+", "plus": "+", "-": "−", "−": "−", "–": "−", "minus": "−", "less": "−", "*": "×", "×": "×",
          "·": "×", "times": "×", "multiplied by": "×", "/": "÷", "÷": "÷", "divided by": "÷"}  # fmt: skip
_STRENGTH = {"+": 1, "−": 1, "×": 2, "÷": 2}
_CALLS = ("mean", "change", "before")
_DEEPEST = 12


@dataclass(frozen=True)
class Number:
    value: Decimal


@dataclass(frozen=True)
class Term:
    """A figure to be looked up: `name` is a measure's key or, where there are `words`, the question's own words, of
    which these must be in the row's label. `period` is None until the formula is put to one; `shift` counts years
    from it."""

    name: str
    period: Period | None = None
    shift: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    sign: str
    left: Node
    right: Node


Node = Number | Term | Operation
Resolve = Callable[[str], "Node | None"]


@dataclass(frozen=True)
class Solved:
    """A calculated formula. `pieces` is how it is written, text and figures in turn; `strength` how strongly its
    outermost sign binds (3: needs no brackets)."""

    value: Decimal
    pieces: tuple[object, ...]
    strength: int = 3


def parse(text: str, resolve: Resolve) -> Node | None:
    """A formula as written, its names resolved; None where it is none or a name is unknown."""
    tokens = [(str(found.lastgroup), found.group().strip()) for found in _TOKEN.finditer(text)]
    parser = _Parser(tokens, resolve)
    node = parser.sum(0)
    return node if parser.at == len(tokens) else None


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], resolve: Resolve) -> None:
        self.tokens = tokens
        self.at = 0
        self._resolve = resolve

    def sum(self, depth: int) -> Node | None:
        return self._chain(self._product, "+−", depth)

    def _product(self, depth: int) -> Node | None:
        return self._chain(self._factor, "×÷", depth)

    def _chain(self, part: Callable[[int], Node | None], signs: str, depth: int) -> Node | None:
        node = part(depth)
        while node is not None and self._kind() == "operator" and self._sign() in signs:
            sign = self._sign()
            self.at += 1
            right = part(depth)
            node = Operation(sign, node, right) if right is not None else None
        return node

    def _factor(self, depth: int) -> Node | None:
        kind = self._kind()
        if depth > _DEEPEST or not kind:
            return None
        if kind == "number" and self._kind(1) not in ("word", "number"):
            self.at += 1
            return Number(Decimal(self.tokens[self.at - 1][1].replace(",", "")))
        if kind == "open":
            return self._bracket(depth)
        if kind not in ("word", "number"):
            return None
        words = self._words()
        if words.lower() in _CALLS and self._kind() == "open":
            inner = self._bracket(depth)
            return None if inner is None else _looking_back(words.lower(), inner)
        if self._kind() == "open":
            self._skip_remark()
        return self._resolve(words)

    def _bracket(self, depth: int) -> Node | None:
        self.at += 1
        node = self.sum(depth + 1)
        if self._kind() != "close":
            return None
        self.at += 1
        return node

    def _skip_remark(self) -> None:
        """What stands in brackets behind a name only explains it."""
        level = 0
        while self._kind():
            level += (self._kind() == "open") - (self._kind() == "close")
            self.at += 1
            if not level:
                break
        if self._kind() == "word":
            self._words()

    def _words(self) -> str:
        first = self.at
        while self._kind() in ("word", "number"):
            self.at += 1
        return " ".join(text for _, text in self.tokens[first : self.at])

    def _kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][0] if place < len(self.tokens) else ""

    def _sign(self) -> str:
        return _SIGNS[" ".join(self.tokens[self.at][1].lower().split())]


def _looking_back(call: str, node: Node) -> Node:
    before = shifted(node, -1)
    if call == "before":
        return before
    if call == "change":
        return Operation("−", node, before)
    return Operation("÷", Operation("+", before, node), Number(Decimal(2)))


def shifted(node: Node, by: int) -> Node:
    """The same formula as many years later."""
    if isinstance(node, Operation):
        return Operation(node.sign, shifted(node.left, by), shifted(node.right, by))
    return replace(node, shift=node.shift + by) if isinstance(node, Term) and node.period is None else node


def put_to(node: Node, period: Period) -> Node:
    """The formula with every term that has no period of its own put to `period`."""
    if isinstance(node, Operation):
        return Operation(node.sign, put_to(node.left, period), put_to(node.right, period))
    if isinstance(node, Term) and node.period is None:
        return replace(node, period=period.shifted(node.shift), shift=0)
    return node


def terms(node: Node) -> Iterable[Term]:
    if isinstance(node, Operation):
        yield from terms(node.left)
        yield from terms(node.right)
    elif isinstance(node, Term):
        yield node


def solve(node: Node, look_up: Callable[[Term], Solved | None]) -> Solved | None:
    """The value of a formula whose terms `look_up` solves; None where one can't be, or for a division by
    nothing or less."""
    if isinstance(node, Number):
        return Solved(node.value, (f"{node.value:,f}",))
    if isinstance(node, Term):
        return look_up(node)
    left, right = solve(node.left, look_up), solve(node.right, look_up)
    return None if left is None or right is None else combine(node.sign, left, right)


def combine(sign: str, left: Solved, right: Solved) -> Solved | None:
    if sign == "÷" and right.value < 0:
        return None  # a share of a loss or of a debt says nothing
    try:
        value = _CALCULATE[sign](left.value, right.value)
    except (DivisionByZero, InvalidOperation):
        return None
    strength = _STRENGTH[sign]
    shown_left = _bracketed(left, left.strength < strength)
    shown_right = _bracketed(right, right.strength < strength or (right.strength == strength and sign in "−÷"))
    return Solved(value, (*shown_left, f" {sign} ", *shown_right), strength)


def _bracketed(solved: Solved, needed: bool) -> tuple[object, ...]:
    return ("(", *solved.pieces, ")") if needed else solved.pieces


_CALCULATE: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "−": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "÷": lambda a, b: a / b,
}
