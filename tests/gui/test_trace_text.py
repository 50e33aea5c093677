"""What a person reads of how an answer came about."""

from __future__ import annotations

from desktop_app.answering.events import Milliseconds, Usage
from desktop_app.answering.trace import Trace
from desktop_app.ui.trace_text import trace_html

DECLINED = Trace(
    "t", 0.0, None, "How long?", "How long?", (), None, (), 0.5, 0.12, None, (), "",
    {"answerable": 0.34, "answerable_threshold": 0.4}, {}, Usage(0, 0), Milliseconds(0.0, None, 0.0), "declined", "",
    (),
    notes=("No answer: what was found is near to the question.",),
)  # fmt: skip


def test_why_a_question_was_declined_is_told() -> None:
    text = trace_html(DECLINED)
    assert "0.34, where 0.40 is needed for an answer" in text
    assert "No answer: what was found is near" in text
