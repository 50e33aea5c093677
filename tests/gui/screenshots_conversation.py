"""The conversation in each of its states, for screenshots: functions that build a widget and say what it waits for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.answering.events import (
    Answered,
    Declined,
    Event,
    Evidence,
    Failed,
    Reading,
    Support,
    Token,
)
from desktop_app.history import History
from desktop_app.models import ModelStore
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.conversation_view import ConversationView
from desktop_app.ui.services import Services
from desktop_app.ui.theme import Theme
from indexer.errors import ErrorCode, Problem
from indexer.types import Coverage
from tests.support.fake_answers import FakeAnswers, make_answer, make_evidence, make_sentences, make_source
from tests.support.fake_library import FakeLibrary

QUESTION = "What notice period did we agree with Acme?"
NINETY = (
    "Either party may terminate this Agreement for convenience on ninety (90) days’ written notice to the other party."
)
THIRTY = "For the duration of the pilot phase the notice period set out in clause 14.2 is reduced to thirty (30) days."
LETTER = "Notices under this Agreement must be sent by registered letter to the address given on page 1."
ANSWER = (
    "Either party can end the agreement with **ninety days’** notice, in writing. During the pilot phase the side "
    "letter shortens this to thirty days. The notice must be sent by registered letter before 1 March 2025.\n\n"
    "- Regular term: ninety days\n- Pilot phase: thirty days\n"
)


def evidence() -> Evidence:
    made = make_evidence(NINETY, THIRTY, LETTER, LETTER.replace("registered letter", "courier"))
    sentences = list(made.sentences)
    sentences[1] = replace(sentences[1], path="/library/Acme-side-letter.docx", title="Acme side letter", page=None)
    return replace(made, sentences=tuple(sentences))


def answered() -> tuple[Event, ...]:
    sources = (
        make_source(1, NINETY),
        make_source(2, THIRTY, path="/library/Acme side letter.docx", page=None),
        make_source(3, LETTER, page=14),
    )
    sentences = make_sentences(
        ANSWER,
        ("Either party can end the agreement with **ninety days’** notice, in writing.", Support.SUPPORTED, (1,)),
        ("During the pilot phase the side letter shortens this to thirty days.", Support.SUPPORTED, (1, 2)),
        ("The notice must be sent by registered letter before 1 March 2025.", Support.PARTIAL, (3,)),
        ("Regular term: ninety days", Support.SUPPORTED, (1,)),
        ("Pilot phase: thirty days", Support.UNSUPPORTED, ()),
    )
    found = evidence()
    return found, Answered(make_answer(ANSWER, sentences, sources, evidence=found))


def reading() -> tuple[Event, ...]:
    return evidence(), Reading(3, 640, 6.0)


def streaming() -> tuple[Event, ...]:
    return *reading(), Token(ANSWER[:130])


def declined() -> tuple[Event, ...]:
    coverage = Coverage(1180, 22, 140, 2, 0)
    found = make_evidence(LETTER, THIRTY, query="Who won the 1998 cup?", coverage=coverage)
    return found, Declined(
        make_answer(
            "Your documents do not say.",
            evidence=found,
            declined=True,
            reason="The nearest passages speak of notices and letters, none of them of a cup.",
        )
    )


def failed() -> tuple[Event, ...]:
    problem = Problem(
        ErrorCode.PROCESS_DIED,
        "The language model’s process ended: the machine ran out of memory.",
        "Close other programs or choose a smaller model, then ask again.",
        retryable=True,
        detail="exit status -9",
    )
    return *streaming(), Failed(problem)


def no_model() -> tuple[Event, ...]:
    problem = Problem(
        ErrorCode.MODEL_MISSING,
        "There is no language model yet, so nothing was written.",
        "Choose one; the recommended one needs 1.1 GB.",
    )
    return evidence(), Failed(problem)


@dataclass
class Stage:
    """A conversation to take a picture of; `ready` says when it shows what it should."""

    view: ConversationView
    bridge: Bridge
    library: FakeLibrary
    answers: FakeAnswers
    ready: Callable[[], bool]


def build(theme: Theme, home: Path, events: tuple[Event, ...] = (), *, empty_library: bool = False) -> Stage:
    """A conversation that got `events`; without any, a new one over a library that is full or empty."""
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True)
    library = FakeLibrary()
    if not empty_library:
        library.put("/library/Acme-MSA-2024.pdf", [NINETY])
        library.put("/library/Q3 report.md", "Revenue grew by 12 percent.")
        library.put("/library/Field notes on granite.txt", "Granite weathers into clay.")
    history = History(home / "history.db")
    answers = FakeAnswers(history)
    bridge = Bridge()
    services = Services(home, library, answers, history, ModelStore(home))
    view = ConversationView(services, bridge, theme)
    if events:
        view.set_model_state("Qwen2.5-Coder 1.5B · on this machine", True)
        answers.push(*events)
        view.ask(QUESTION)
    elif empty_library:
        view.set_model_state("Answers need a language model", False)
    else:
        view.set_model_state("Qwen2.5-Coder 1.5B · on this machine", True)

    def ready() -> bool:
        if not events:
            return view.empty.suggestions != [] or (empty_library and "empty" in view.empty.title)
        turn = view.turns[0] if view.turns else None
        last = events[-1]
        if turn is None:
            return False
        if isinstance(last, Token):
            return not turn.text.isHidden()
        if isinstance(last, Reading):
            return turn.stage == "reading"
        return turn.finished

    return Stage(view, bridge, library, answers, ready)


STATES: dict[str, Callable[[], tuple[Event, ...]]] = {
    "answered": answered,
    "reading": reading,
    "streaming": streaming,
    "declined": declined,
    "failed": failed,
    "no-model": no_model,
    "new": tuple,
    "empty": tuple,
}
