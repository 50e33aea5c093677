"""How many tokens a prompt may have: what this machine reads in the time that a person accepts to wait."""

from __future__ import annotations

from dataclasses import dataclass

ANSWER_TOKENS = 256
_MARGIN = 64  # tokens for the chat template and for counting pieces apart
_LEAST = 300
# On the SQuAD 2 sample the passage that answers is among the first three for 94 % of the questions, and 800 tokens hold
# three of the longest; more costs seconds on every question.
_ENOUGH = 800
_LEAST_MEASURED = 64  # tokens; a shorter read says little about speed


@dataclass(frozen=True)
class Budget:
    """`prompt` tokens in all; `speed` is the measured prefill in tokens per second."""

    prompt: int
    speed: float

    def seconds(self, tokens: int) -> float:
        """The predicted wait for reading `tokens`."""
        return tokens / self.speed


def plan(speed: float, wait_seconds: float, context_length: int, effort: int = 1) -> Budget:
    """At least 300 tokens, so that a slow machine can answer at all; at most what few short passages need (`effort`
    times that), and what the model's context leaves."""
    speed = max(speed, 1.0)
    most = min(_ENOUGH * effort, context_length - ANSWER_TOKENS - _MARGIN)
    return Budget(max(min(int(speed * wait_seconds), most), min(_LEAST, most)), speed)


def measured_speed(tokens: int, reused: int, seconds: float) -> float | None:
    """Tokens per second of a real prefill; None where too little was read to tell."""
    read = tokens - reused
    return read / seconds if read >= _LEAST_MEASURED and seconds > 0 else None
