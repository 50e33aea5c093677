"""What a person reads of how an answer came about."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.answering.events import Milliseconds, Sentence, Support, Usage
from desktop_app.answering.trace import Trace
from desktop_app.llm.protocol import Message
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


def test_sentences_are_shown_as_in_the_answer() -> None:
    said = (
        "It runs until **31 March 2027** & ends `1 < 2`.",
        "- *Notice*: six months, see [the site](https://example.org/<b>)",
        "<b>not ours</b> \ue0001\ue002",
    )
    verdicts = tuple(Sentence(text, 0, len(text), Support.SUPPORTED, 0.9, ()) for text in said)
    page = trace_html(replace(DECLINED, verdicts=verdicts))
    assert "until <strong>31 March 2027</strong> &amp; ends <code>1 &lt; 2</code>." in page
    assert "<td><em>Notice</em>: six months, see the site</td>" in page
    assert "<td>&lt;b&gt;not ours&lt;/b&gt; </td>" in page
    assert "href" not in page


def test_examples_that_every_prompt_begins_with_are_told_from_the_persons_passages() -> None:
    prompt = tuple(Message(role, f"{role} {n}") for n, role in enumerate(("system", "user", "assistant", "user")))
    page = trace_html(replace(DECLINED, prompt=prompt, parameters={"examples": 2}))
    assert page.count("an example, not from your documents") == 2
    assert "<b>assistant</b> · an example, not from your documents<br>assistant 2" in page
    assert "<b>user</b><br>user 3" in page
    assert "an example" not in trace_html(replace(DECLINED, prompt=prompt))
