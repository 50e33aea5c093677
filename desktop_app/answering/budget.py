"""How many tokens a question's own part of the prompt may have, passages and all: what this machine reads in the time
that a person accepts to wait. What all prompts begin with is read once, when the model is loaded."""

from __future__ import annotations

from dataclasses import dataclass

ANSWER_TOKENS = 256
_MARGIN = 64  # tokens for the chat template and for counting pieces apart
# Below it passages are cut too short: with 300 tokens of them the answer is in what is read for 94 % of the answerable
# questions of SQuAD 2 (development sample), with 200 for 90 %.
LEAST = 290
# On the SQuAD 2 sample the passage that answers is among the first three for 94 % of the questions, and 710 tokens hold
# three of the longest; more costs seconds on every question.
_ENOUGH = 710
# Asking first whether the passages state the answer takes as long as so many tokens more: the 25 to 50 that are read
# again for the answer, because they fill no block, at two thirds of the speed (200 SQuAD 2 questions: with 50 the first
# word came after 5.02 s).
_ASKED_FIRST = 80
_LEAST_MEASURED = 64  # tokens; a shorter read says little about speed


@dataclass(frozen=True)
class Budget:
    """`prompt` tokens; `speed` is the measured prefill in tokens per second; `besides` are tokens that are read before
    the first word, too."""

    prompt: int
    speed: float
    besides: int = 0

    def seconds(self, tokens: int) -> float:
        """The predicted wait for the first word of a prompt of `tokens`."""
        return (tokens + self.besides) / self.speed


def plan(
    speed: float,
    wait_seconds: float,
    context_length: int,
    effort: int = 1,
    *,
    asks_first: bool = False,
    beginning: int = 0,
) -> Budget:
    """At least 290 tokens, so that a slow machine can answer at all; at most what few short passages need (`effort`
    times that), and what the model's context leaves beside the `beginning` of all prompts, in tokens."""
    speed = max(speed, 1.0)
    most = max(1, min(_ENOUGH * effort, context_length - beginning - ANSWER_TOKENS - _MARGIN))
    besides = _ASKED_FIRST if asks_first else 0
    return Budget(max(min(int(speed * wait_seconds) - besides, most), min(LEAST, most)), speed, besides)


def measured_speed(tokens: int, reused: int, seconds: float) -> float | None:
    """Tokens per second of a real prefill; None where too little was read to tell."""
    read = tokens - reused
    return read / seconds if read >= _LEAST_MEASURED and seconds > 0 else None
