"""The turn that a follow-up leans on, and what in it a pronoun may stand for."""

# ruff: noqa: SIM905  (word lists read better as text)
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from desktop_app.answering.facts import read_facts
from desktop_app.answering.followup.phrases import Phrase, read_phrases, tokens_of
from desktop_app.answering.followup.times import read_times
from desktop_app.answering.text import STOP_WORDS, fold, stem

ORGANISATIONS = frozenset("company firm organisation organization business corporation group supplier bank".split())
PEOPLE = frozenset("man woman person lady gentleman".split())
_FORMAL = re.compile(
    r"\b(?:inc|corp|ltd|llc|plc|gmbh|ag|group|company|holdings?|bank|university|association|institute|committee)\b",
    re.I,
)
_ASKS_WHO = re.compile(r"\W*(?:who|whom|whose|wer|wen|wem)\b|\b(?:which|what) (?:person|man|woman)|\bname of\b", re.I)
_ASKS_WHICH = re.compile(r"\W*(?:which|welche[rs]?)\b|\W*what (?:company|firm|supplier|bank|organi[sz]ation)\b", re.I)
_DOCUMENTS = frozenset(
    stem(word)
    for word in """contract lease agreement policy report letter licence license paper study thesis article manual
    minutes invoice offer statement book document file survey plan will""".split()
)
_OF_DOCUMENTS = re.compile(
    r"\b(?:sign(?:ed|s)?|expir\w+|terminat\w+|cancel\w*|renew\w*|written|wrote|write|publish\w*|dated|valid|draft\w*"
    r"|end|ends|start|starts|run|runs|apply|applies)\b",
    re.I,
)
_OF_ORGANISATIONS = re.compile(
    r"\b(?:based|headquarter\w*|found(?:ed)?|located|employ\w*|staff|ceo|acquir\w+|profitable|operate\w*|listed|shares)\b",
    re.I,
)


@dataclass(frozen=True)
class Turn:
    """`said` is a question that stands on its own; `answer` is empty where there was none."""

    said: str
    answer: str

    @cached_property
    def phrases(self) -> list[Phrase]:
        return read_phrases(self.said)

    @cached_property
    def names(self) -> list[str]:
        """The names in the question."""
        return [phrase.name for phrase in self.phrases if phrase.name]

    @cached_property
    def told(self) -> list[str]:
        """The names that only the answer brought up."""
        names = [name.text for name in read_facts(self.answer).names]
        first = self._first_word()
        if first and not any(first in name for name in names):
            names.insert(0, first)
        known = {token.word for token in tokens_of(self.said)}
        return [name for name in names if not {fold(word) for word in name.split()} <= known]

    def _first_word(self) -> str:
        """A name that begins the answer to "who" or "which", where every word is a capital one."""
        tokens = tokens_of(self.answer)
        if not tokens or not (_ASKS_WHO.search(self.said) or _ASKS_WHICH.match(self.said)):
            return ""
        word = tokens[0].text
        return word if word[0].isupper() and fold(word) not in STOP_WORDS and len(word) > 1 else ""

    # Whom and what pronouns mean

    def person(self) -> str:
        """He, she, him, her; "" where nobody is there to be meant."""
        told = [name for name in self.told if not _FORMAL.search(name)]
        asked = [name for name in self.names if not _FORMAL.search(name)]
        order = told + asked if _ASKS_WHO.search(self.said) else asked + told
        full = [name for name in order if " " in name]
        return (full or order or [""])[0]

    def organisation(self) -> str:
        """The company."""
        if _ASKS_WHICH.match(self.said) and self.told:
            return self.told[0]
        names = self.names or self.told
        return next((name for name in names if _FORMAL.search(name)), names[0] if names else "")

    def thing(self, asked: str) -> str:
        """It, in a question `asked` about it."""
        if _ASKS_WHICH.match(self.said) and self.told:
            return self.told[0]
        documents = [phrase for phrase in self.phrases if phrase.head in _DOCUMENTS]
        if documents and _OF_DOCUMENTS.search(asked):
            return _definite(documents[-1])
        if self.names and _OF_ORGANISATIONS.search(asked):
            return self.organisation()
        first = self._main()
        return self._whole(first) if first is not None else (self.told or [""])[0]

    def owner(self) -> str:
        """Its: the one that has what was asked for."""
        if _ASKS_WHICH.match(self.said) and self.told:
            return self.told[0]
        main = self._main()
        if main is None:
            return (self.names or self.told or [""])[0]
        if main.owner:
            return main.owner
        following = self._after(main)
        if main.role == "focus" and not main.names and following is not None:
            return following.name if following.names and not following.determiner else _definite(following)
        return _definite(main)

    def several(self, *, subject: bool) -> str:
        """They (`subject`), or them."""
        if subject and (_ASKS_WHO.search(self.said) or _ASKS_WHICH.match(self.said)) and self.told:
            return _joined(self.told)
        if subject and any(phrase.names and phrase.role in ("subject", "focus") for phrase in self.phrases):
            return self.organisation()
        plural = [phrase for phrase in self.phrases if _plural(phrase.tokens[-1].text) and not phrase.names]
        if plural:
            return self._whole(plural[0])
        if len(self.told) > 1:
            return _joined(self.told)
        return self.organisation() or self.thing("")

    def place(self) -> str:
        """There, with its preposition."""
        if re.match(r"\W*(?:where|wo)\b", self.said, re.I) and self.told:
            return f"in {self.told[0]}"
        phrase = next((one for one in reversed(self.phrases) if one.preposition in ("in", "at", "im", "bei")), None)
        return "" if phrase is None else f"{phrase.preposition} {self.text_of(phrase)}"

    def time(self) -> str:
        """Then, that year."""
        times = read_times(self.said) or read_times(self.answer)
        return times[-1].text if times else ""

    def phrase_like(self, noun: str) -> str:
        """What "that NOUN" means: a phrase of the question with this noun."""
        found = next((one for one in reversed(self.phrases) if one.head == stem(fold(noun))), None)
        if found is not None:
            return _definite(found)
        if fold(noun) in ORGANISATIONS:
            return self.organisation()
        return self.person() if fold(noun) in PEOPLE else ""

    # The phrases

    def text_of(self, phrase: Phrase) -> str:
        return self.said[phrase.start : phrase.end]

    def _main(self) -> Phrase | None:
        """What the question is about: what is asked for, else its object, else its subject."""
        for role in ("focus", "object", "subject"):
            for phrase in self.phrases:
                if phrase.role == role and not (role == "focus" and self._asked_kind(phrase)):
                    return phrase
        return next((phrase for phrase in self.phrases if phrase.preposition), None)

    def _asked_kind(self, phrase: Phrase) -> bool:
        """Whether the phrase only names the kind of thing asked for: "revenue" in "How much revenue did …"."""
        before = [token.word for token in tokens_of(self.said[: phrase.start])]
        return bool(before) and before[-1] in ("which", "what", "much", "many", "welche", "welcher", "viel", "viele")

    def _after(self, phrase: Phrase) -> Phrase | None:
        """The phrase that a preposition hangs on to `phrase`."""
        for other in self.phrases:
            if other.start > phrase.end and other.preposition:
                between = self.said[phrase.end : other.start].split()
                return other if len(between) == 1 else None
        return None

    def _whole(self, phrase: Phrase) -> str:
        """The phrase with what hangs on to it: "the notice period with Acme"."""
        end, at = phrase.end, phrase
        while (following := self._after(at)) is not None:
            end, at = following.end, following
        text = self.said[phrase.start : end]
        return text if phrase.determiner or phrase.names or end > phrase.end else _definite(phrase)


def possessive(name: str) -> str:
    return name if name.endswith(("'s", "’s")) else f"{name}'s"


def _definite(phrase: Phrase) -> str:
    """A phrase that is spoken of again: "a pump" has become "the pump"."""
    if phrase.determiner and phrase.determiner not in ("a", "an", "any", "some"):
        return " ".join(token.text for token in phrase.tokens)
    proper = phrase.names and (len(phrase.names) == len(phrase.tokens) or phrase.owner)
    labelled = phrase.tokens[-1].text.isdigit()
    return phrase.plain if proper or labelled or _plural(phrase.tokens[-1].text) else f"the {phrase.plain}"


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


def _joined(names: list[str]) -> str:
    return " and ".join(names[:3])
