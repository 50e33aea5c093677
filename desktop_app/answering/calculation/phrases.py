"""What people call a figure or a measure, as a formula: names of the table, shares, and definitions of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop_app.answering.calculation import formula
from desktop_app.answering.calculation.formula import Node, Number, Operation, Term
from desktop_app.answering.calculation.frame import unexplained
from desktop_app.answering.calculation.measures import measures, names, normal
from desktop_app.answering.calculation.periods import Period, asked_periods

_BEFORE = r"(?:^|[.;?]\s+|\bwhere\s)(?:please\s)?"
_NAME = r"(?P<name>[^.;?=:]{2,60}?)"
_FORMULA = r"(?P<formula>.+?)(?=\.(?:\s|$)|;|\?|$)"
_DEFINED = (
    re.compile(
        rf"{_BEFORE}{_NAME}\s(?:is|are)\s(?:here\s)?(?:defined|calculated|computed|taken)\s(?:here\s)?(?:as|by)\s?:?\s*{_FORMULA}",
        re.I,
    ),
    re.compile(rf"\bdefine\s{_NAME}\s(?:as|to\sbe)\s?:?\s*{_FORMULA}", re.I),
    re.compile(rf"(?:^|[.;?:(]\s*)(?P<name>[A-Za-z][^.;?=:()]{{1,60}}?)\s=\s{_FORMULA}", re.I),
)
_PERCENT = re.compile(r"\bpercent(?:s|age)?\b|%", re.I)
_OF_ANOTHER = re.compile(
    r"(?P<part>.+?)\s(?:as\s(?:a|an)\s(?:percent(?:age)?|%|share|proportion|fraction)\sof|%\sof)\s(?P<whole>.+)", re.I
)
_SHARE_OF = re.compile(
    r"\bwhat\s(?:percent(?:age)?|share|proportion|%)\sof\s(?P<whole>.+?)\s(?:is|was|were|are|came\sfrom)\s(?P<part>.+)",
    re.I)  # fmt: skip
_RATIO_OF = re.compile(r"\bratio\sof\s(?P<part>.+?)\sto\s(?P<whole>.+)", re.I)
_BETWEEN = re.compile(r"\bbetween\s.+?\sand\s\S+|\bfrom\s.+?\sto\s\S+", re.I)
_COMBINED = re.compile(r"(?P<left>.+?)\s(?P<sign>less|minus|plus)\s(?P<right>.+)", re.I)
_SHORT = re.compile(r"&|\b(?:cogs|ppne|ppe|capex|cfo|ar|ebit)\b")  # said, but not written in an answer
_VERBS = ("cost", "costs", "used", "use", "bought", "number", "price")  # of a question, rather than of a label
_MOST_WORDS = 6  # that name one row of a table
_DEEPEST = 3  # names within names


@dataclass(frozen=True)
class Meant:
    """What is to be calculated: how an answer calls it, its formula, its kind and, for one of the table, its key.
    `used` are the folded words of the question that name it."""

    name: str
    node: Node
    kind: str
    key: str
    used: tuple[str, ...]


def _definitions(question: str) -> dict[str, str]:
    """Formulas that the question itself gives, by the normal form of the name that it gives them."""
    found: dict[str, str] = {}
    for way in _DEFINED:
        for match in way.finditer(question):
            found.setdefault(_bare(match["name"]), match["formula"].strip())
    return found


def _bare(text: str) -> str:
    """A name in its normal form, without periods and articles."""
    text = re.sub(r"\b(?:fy|fiscal(?:\syear)?|year[\s-]end)?\s?(?:19|20)\d\d\b|\bfy\s?\d\d\b", " ", text, flags=re.I)
    return re.sub(r"^(?:(?:the|a|an|its|their|please|and|of) )+", "", normal(text))


def meant(asked: str, whole: str) -> Meant | None:
    """What the clause `asked` wants calculated, by the definitions in the `whole` question before those of the table;
    None where it names nothing that is known, or more than one thing."""
    definitions = _definitions(whole)
    text = f" {normal(asked)} "
    if (combined := _combined(asked, whole)) is not None:
        return combined
    for name, written in definitions.items():
        node = formula.parse(written, lambda phrase: _phrase(phrase, definitions))
        if node is None or not any(f" {alias} " in text for alias in _aliases(name)):
            continue
        known = measures().get(_named(name) or "")
        used = (*name.split(), *_used(text, _aliases(name)))
        if any(_with_margin(alias).search(text) for alias in _aliases(name)):
            margin = Operation("÷", node, Term("revenue"))
            return Meant(f"{known.name if known else name} margin", margin, "percent", "", (*used, "margin"))
        kind = known.kind if known else _kind_of(node, asked)
        return Meant(known.name if known else name, node, kind, known.key if known else "", used)
    if definitions:
        return None  # the question says how, and that was not understood
    return _share(asked) or _of_table(asked, text) or _in_its_words(asked)


def _combined(asked: str, whole: str) -> Meant | None:
    """One thing less, or plus, another: "EBITDA less capital expenditures"."""
    pair = _COMBINED.search(asked)
    if pair is None:
        return None
    left, right = meant(pair["left"], whole), meant(pair["right"], "")
    if left is None or right is None or (left.kind, right.kind) != ("money", "money"):
        return None
    sign = "+" if pair["sign"].lower() == "plus" else "−"
    name = f"{left.name} {pair['sign'].lower()} {right.name}"
    return Meant(name, Operation(sign, left.node, right.node), "money", "", (*left.used, *right.used, pair["sign"]))


def _with_margin(name: str) -> re.Pattern[str]:
    return re.compile(rf" {re.escape(name)} (?:% |percent |percentage )?margin ")


def _share(asked: str) -> Meant | None:
    pair = _SHARE_OF.search(asked) or _OF_ANOTHER.search(asked) or _RATIO_OF.search(asked)
    if pair is None:
        return None
    part, whole = _longest(pair["part"]), _longest(pair["whole"])
    if part is None or whole is None or part[1] == whole[1]:
        return _share_in_its_words(pair) if part is whole is None else None
    node = Operation("÷", Term(part[1]), Term(whole[1]))
    ratio = pair.re is _RATIO_OF
    name = f"ratio of {part[0]} to {whole[0]}" if ratio else f"{part[0]} as a share of {whole[0]}"
    return Meant(name, node, "ratio" if ratio else "percent", "", (*part[0].split(), *whole[0].split()))


def _share_in_its_words(pair: re.Match[str]) -> Meant | None:
    part, whole = _in_its_words(pair["part"]), _in_its_words(pair["whole"])
    if part is None or whole is None or part.used == whole.used:
        return None
    name = f"share of {part.name} in {whole.name}"
    return Meant(name, Operation("÷", part.node, whole.node), "percent", "", (*part.used, *whole.used))


def _in_its_words(asked: str) -> Meant | None:
    """Something that the table of measures doesn't know, by the words of the question: a row of any table."""
    words = unexplained(asked, _VERBS)
    if not 1 <= len(words) <= _MOST_WORDS:
        return None
    return Meant(" ".join(words), Term(normal(asked), words=words), "amount", "", (*words, *_VERBS))


def _of_table(asked: str, text: str) -> Meant | None:
    best = _longest(asked)
    if best is None:
        return None
    name, key = best
    measure = measures()[key]
    if _with_margin(name).search(text) and measure.kind == "money":
        used = tuple(word for alias in measure.asked for word in alias.split())
        return Meant(
            f"{measure.name} margin", Operation("÷", Term(key), Term("revenue")), "percent", "", (*used, "margin")
        )
    shown = measure.name if measure.formulas or measure.kind == "share" or _SHORT.search(name) else name
    return Meant(shown, Term(key), measure.kind, key, _used(text, (name, *measure.asked)))


def _used(text: str, aliases: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for alias in aliases if f" {alias} " in text for word in alias.split())


def _aliases(name: str) -> tuple[str, ...]:
    """A name with the others of its measure."""
    key = _named(name)
    return (name, *measures()[key].asked) if key else (name,)


def _named(name: str) -> str | None:
    return next((key for alias, key in names() if alias == name), None)


def _longest(text: str) -> tuple[str, str] | None:
    """The longest name of a measure in a text, with its key; None where there are two of that length."""
    padded = f" {normal(text)} "
    found = [(name, key) for name, key in names() if f" {name} " in padded]
    if not found:
        return None
    rivals = {key for name, key in found if name not in found[0][0] and key != found[0][1]}
    return None if rivals else found[0]


def _phrase(phrase: str, definitions: Mapping[str, str], depth: int = 0) -> Node | None:
    """A name within a formula as people write it: "average PP&E between FY2017 and FY2018", "change in inventory"."""
    if depth > _DEEPEST:
        return None
    periods = asked_periods(phrase)
    rest = _BETWEEN.sub(" ", phrase) if len(periods) > 1 else phrase
    rest = _bare(re.sub(r"\bfrom\s(?:the\s)?(?:cash flow|income|balance|p&l)\b.*$", "", rest, flags=re.I))
    if average := re.match(r"(?:the )?average(?: of)? ", rest):
        inner = _phrase(rest[average.end() :], definitions, depth + 1)
        return None if inner is None else _pair(inner, periods, "+")
    if change := re.match(r"(?:the )?(?:change|increase|decrease) (?:in|of) ", rest):
        inner = _phrase(rest[change.end() :], definitions, depth + 1)
        return None if inner is None else _pair(inner, periods, "−")
    rest = re.sub(r" (?:in|for|of|at|as of|during|end|year)$", "", rest)
    if rest in definitions:
        return formula.parse(definitions[rest], lambda inner: _phrase(inner, definitions, depth + 1))
    key = _named(rest) or _named(rest.removeprefix("total "))
    if key is None:
        return None
    node: Node = Term(key)
    return formula.put_to(node, periods[0]) if len(periods) == 1 else node


def _pair(node: Node, periods: Sequence[Period], sign: str) -> Node | None:
    """The average (+) or the change (−) of a figure between two periods, or from the year before."""
    if len(periods) == 2:
        before, after = (formula.put_to(node, period) for period in sorted(periods))
    elif not periods:
        before, after = formula.shifted(node, -1), node
    else:
        return None
    if sign == "−":
        return Operation("−", after, before)
    return Operation("÷", Operation("+", before, after), Number(Decimal(2)))


def _kind_of(node: Node, main: str) -> str:
    if _PERCENT.search(main):
        return "percent"
    if re.search(r"\bratio\b|\bturnover\b|\bmultiple\b", main, re.I):
        return "ratio"
    if re.search(r"\bdays?\b|\bcycle\b", main, re.I):
        return "days"
    return "ratio" if isinstance(node, Operation) and node.sign == "÷" else "money"
