"""A question in its parts, without a grammar: closed-class words and some common verbs tell where its noun phrases are.

English, and German as far as the same few words tell.
"""

# ruff: noqa: SIM905  (word lists read better as text)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.answering.followup.times import blank_times
from desktop_app.answering.text import fold, stem

ARTICLES = frozenset("the a an der die das den dem des ein eine einen einem einer".split())
POSSESSIVES = frozenset("its his her their my our your sein seine ihr ihre unser unsere mein meine".split())
_DETERMINERS = ARTICLES | POSSESSIVES | frozenset("this that these those any some each every all no".split())
PREPOSITIONS = frozenset(
    """of in on at to for from by with about under over during between against without within per as into through
    until since before after than via von vom in im bei beim mit für zu zum zur auf an am aus über unter nach seit
    gegen ohne pro""".split()
)
_BE = frozenset("is are was were am ist sind war waren wird werden wurde wurden".split())
_DO = frozenset(
    """do does did has have had can could will would shall should may might must hat haben hatte kann können muss
    müssen darf dürfen soll sollen""".split()
)
AUXILIARIES = _BE | _DO
WH_WORDS = frozenset(
    """who whom whose what which when where why how wer wen wem wessen was welche welcher welches wann wo wohin woher
    warum wieso weshalb wie""".split()
)
_WHO = frozenset("who wer".split())
_GERMAN_WH = frozenset("was wann wo wohin woher warum wieso weshalb".split())  # the verb follows at once
_OTHERS = frozenset(
    """and or but if that than then there here not so be been being also still ever i you he she it we they me him
    us them please und oder aber wenn dass nicht auch ich du er sie es wir man""".split()
)
_SUBJECTS = frozenset("i you he she it we they there ich du er sie es wir man".split())
_VERBS = frozenset(
    """accept add agree aim allow answer apply approve argue arrive ask be become begin belong bring build buy call
    cancel change charge choose claim close come compare contain continue control cost count cover create cut deal
    decide declare define deliver depend describe develop die differ do earn employ end enter expect expire explain
    face fall fill find finish fit follow get give go grow happen have help hold impose include increase install join
    keep know last lead learn leave lend lie limit list live look lose make manage mean measure meet mention move name
    need note offer open operate order owe own park pass pay perform permit plan play prefer prevent produce promise
    propose protect prove provide publish purchase put raise reach read receive recommend record reduce refer refuse
    remain rent repair replace report require return rise run say see sell send serve set share show sign speak spend
    stand start state stay stop study suggest supply support take talk teach tell terminate think try turn use want
    warn win work write""".split()
)
_PARTICIPLES = frozenset(
    """born built bought sold paid held made done sent set kept left lost won swept shown known given taken written
    drawn grown met told found said read spent based""".split()
)
_PREDICATES = re.compile(r"\w{3,}(?:ed|able|ible|ful|ous|ten)$")
_GERMAN = frozenset(
    "wie wann wer wo warum welche welcher und der die das den dem ist sind hat kann von bei für".split()
)
_ENGLISH = frozenset("the what who how when where why which is are did does of".split())
_TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*(?:['’](?=\s|$))?")


@dataclass(frozen=True)
class Token:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        return fold(self.text)


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: its words with their determiner, and the preposition before it ("" without one). `role` is
    subject, object, focus (what is asked for: "the fee" in "What is the fee?") or "" after a preposition."""

    tokens: tuple[Token, ...]
    preposition: str
    role: str
    names: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def determiner(self) -> str:
        word = self.tokens[0].word
        return word if word in _DETERMINERS else ""

    @property
    def head(self) -> str:
        return stem(self.tokens[-1].word)

    @property
    def owner(self) -> str:
        """ "Acme" of "Acme's revenue"."""
        text = " ".join(token.text for token in self.tokens)
        found = re.match(r"(.+?)(?:['’]s|(?<=s)['’])\s", text)
        return found[1] if found else ""

    @property
    def plain(self) -> str:
        """The phrase without determiner."""
        return " ".join(token.text for token in self.tokens[1 if self.determiner else 0 :])

    @property
    def name(self) -> str:
        """The first name in it, without a possessive ending."""
        run: list[Token] = []
        for token in self.names:
            if run and (token.start - run[-1].end != 1 or run[-1].text.endswith(("'s", "’s"))):
                break
            run.append(token)
        return re.sub(r"['’]s?$", "", " ".join(token.text for token in run))


def tokens_of(text: str) -> list[Token]:
    return [Token(found.start(), found.group()) for found in _TOKEN.finditer(text)]


def is_german(text: str) -> bool:
    """Told by its small words; "was" and "die" are English too."""
    words = [token.word for token in tokens_of(text)]
    if _ENGLISH & set(words):
        return False
    return bool(_GERMAN & set(words)) or words[:1] == ["was"]


def read_phrases(text: str) -> list[Phrase]:
    """The noun phrases of a question or of a part of one, in order. Times are none."""
    return list(_Reader(text).phrases())


def full_question(text: str) -> bool:
    """Whether a text asks by itself: it has a question word or an auxiliary verb."""
    return any(token.word in AUXILIARIES or token.word in WH_WORDS for token in tokens_of(blank_times(text)))


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._german = is_german(text)
        self._tokens = tokens_of(blank_times(text))
        self._first = self._tokens[0].start if self._tokens and full_question(text) else -1

    def phrases(self) -> Iterator[Phrase]:
        run: list[Token] = []
        before = ""  # the closed-class word before the run
        frame = ""  # be, do or who: what kind of verb was met
        subject = False  # whether the subject was met
        for at, token in enumerate(self._tokens):
            word = token.word
            if run and self._broken(run[-1], token):
                yield from self._close(run, before, frame, subject)
                subject, run, before = subject or bool(run), [], ""
            if not self._closed(word):
                run.append(token)
                continue
            if word in _DETERMINERS and not (run or self._pronoun(at)):
                run = [token]
                continue
            if run:
                yield from self._close(run, before, frame, subject)
                subject = subject or (bool(frame) and before not in PREPOSITIONS)
            run = [token] if word in _DETERMINERS and not self._pronoun(at) else []
            if word in AUXILIARIES and not (word in _DO and frame) and not (self._german and word == "was"):
                frame, subject = ("be" if word in _BE else "do"), False
            elif word in _WHO or (self._german and word in _GERMAN_WH):
                frame = frame or "who"
            elif word in _SUBJECTS and frame:
                subject = True
            before = word if word not in _DETERMINERS else ("" if before in WH_WORDS else before)
        if run:
            yield from self._close(run, before, frame, subject)

    def _closed(self, word: str) -> bool:
        return (
            word in PREPOSITIONS or word in AUXILIARIES or word in WH_WORDS or word in _OTHERS or word in _DETERMINERS
        )

    def _pronoun(self, at: int) -> bool:
        """Whether the determiner at `at` stands alone, as in "Is that allowed?" """
        following = self._tokens[at + 1].word if at + 1 < len(self._tokens) else ""
        word = self._tokens[at].word
        return word not in ARTICLES | POSSESSIVES and (not following or self._closed(following))

    def _broken(self, last: Token, token: Token) -> bool:
        return bool(self._text[last.end : token.start].strip(" \t\n\"“”'‘’"))

    def _close(self, run: list[Token], before: str, frame: str, subject: bool) -> Iterator[Phrase]:
        """The phrases of a run of open-class words; its verb is left out, and divides it."""
        if before in ("how", "wie"):
            run = [] if run[0].word not in ("much", "many", "viel", "viele") else run[1:]
        elif before in PREPOSITIONS:
            yield from self._phrase(run[: self._verb_after_name(run, frame)], before, "")
            return
        elif frame == "who" and not subject:
            run = run[1:] if run[0].word not in _DETERMINERS else run
            yield from self._phrase(run, "", "object")
            return
        elif frame in ("be", "do"):
            cut = self._verb(run, frame, subject)
            role = "object" if subject else "focus" if frame == "be" else "subject"
            yield from self._phrase(run[:cut], "", role)
            yield from self._phrase(run[cut + 1 :], "", "object")
            return
        elif before in WH_WORDS and len(run) > 1 and self._followed_by_phrase(run[-1]):
            yield from self._phrase(run[:-1], "", "focus")  # "which company maintains | the lift"
            return
        asked = before in WH_WORDS or (before == "" and frame == "")
        yield from self._phrase(run, "", "focus" if asked else "object")

    def _followed_by_phrase(self, token: Token) -> bool:
        after = next((one for one in self._tokens if one.start > token.start), None)
        return after is not None and after.word in _DETERMINERS

    def _verb(self, run: list[Token], frame: str, subject: bool) -> int:
        """Where the verb (or the predicate) of a run is; its length where there is none."""
        article = run[0].word in _DETERMINERS
        if subject and article:
            return len(run)  # the verb came before: "did we sign | the offer"
        least = 0 if subject else 1 + article
        for at in range(least, len(run)):
            word = run[at].word
            if frame == "do" and word in _VERBS:
                return at
            if (word in _PARTICIPLES or _PREDICATES.match(word)) and not run[at].text[0].isupper():
                return at
        if frame == "do" and len(run) > least and not run[-1].text[0].isupper():
            return least if subject else len(run) - 1
        return 0 if len(run) == 1 and (run[0].word in _PARTICIPLES or _PREDICATES.match(run[0].word)) else len(run)

    def _verb_after_name(self, run: list[Token], frame: str) -> int:
        """Where a verb ends a phrase that hangs on a subject: "did the lift in Anchor House | cost"."""
        for at in range(1, len(run)):
            word = run[at].word
            verb = word in _VERBS if frame == "do" else word in _PARTICIPLES or bool(_PREDICATES.match(word))
            if frame and verb and run[at - 1].text[0].isupper() and not run[at].text[0].isupper():
                return at
        return len(run)

    def _phrase(self, run: list[Token], preposition: str, role: str) -> Iterator[Phrase]:
        if not run or all(token.word in _DETERMINERS for token in run):
            return
        article = run[0].word in ARTICLES
        names = tuple(
            token
            for at, token in enumerate(run)
            if token.text[0].isupper()
            and token.word not in _DETERMINERS
            and token.start != self._first
            and not (self._german and article and at == len(run) - 1)
        )
        yield Phrase(tuple(run), preposition, role, names)
