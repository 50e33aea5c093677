"""What the model reads keeps within its budget, also where the estimate of a part is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.answering import prompt
from desktop_app.answering.composing import compose
from indexer.protocol import SearchReply
from indexer.types import Coverage
from tests.unit.answering.test_passages import hit


def count(texts: Sequence[str]) -> tuple[int, ...]:
    """Figures take a token each, as they do in tables; a word takes one."""
    return tuple(sum(len(word) if word[0].isdigit() else 1 for word in text.split()) for text in texts)


def test_a_dense_part_of_a_passage_is_cut_until_it_fits() -> None:
    prose = "The members met and spoke at some length about the weather of that week. " * 40
    table = "Heating cost 123456789 234567891 345678912 456789123 in that year. " * 40
    text = prose + table
    reply = SearchReply((hit(0, len(text), text=text),), (), Coverage(1, 0, 0, 0, 0), True, 1.0)
    question = "What did heating cost in that year?"
    fixed = sum(count([prompt.asked(question, ()).content]))
    for room in (200, 300, 400):
        composed = compose(question, reply, fixed + room, count)
        assert composed.tokens <= fixed + room
        assert "Heating cost" in composed.excerpts[0].text
