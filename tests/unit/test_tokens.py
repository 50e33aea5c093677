from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordPiece

from indexer import tokens
from indexer.tokens import TokenStarts

_LETTERS = "abcdefghijklmnopqrstuvwxyzäéß0123456789.,;:!?()[]'\"€-_/\u4e2d\u6587"
_VOCABULARY = ["[UNK]", *_LETTERS, *(f"##{letter}" for letter in _LETTERS), "the", "lease", "##s", "end"]


def tokenizer(*, by_word: bool = True) -> Tokenizer:
    vocabulary = {token: number for number, token in enumerate(dict.fromkeys(_VOCABULARY))}
    made = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer() if by_word else normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def encoded(text: str, made: Tokenizer) -> list[int]:
    return [low for low, _ in made.encode(text, add_special_tokens=False).offsets]


WORDS = st.text(st.sampled_from(_LETTERS + " \n\r\t\u00a0\u2028\x00\x1e\x85\ufffd\u0301\ufffe"), max_size=60)


@given(st.lists(WORDS, max_size=5))
def test_as_the_tokenizer_itself_also_from_memory(texts: list[str]) -> None:
    made = tokenizer()
    starts = TokenStarts(made)
    for text in [*texts, *texts]:
        assert starts.of(text) == encoded(text, made)
        assert starts.count(text) == len(encoded(text, made))


@given(WORDS)
def test_other_tokenizers_are_asked_for_the_whole_text(text: str) -> None:
    made = tokenizer(by_word=False)
    assert TokenStarts(made).of(text) == encoded(text, made)


def test_a_long_text_is_taken_in_pieces() -> None:
    made = tokenizer()
    text = " ".join(f"lease{number}" for number in range(9_000))
    assert TokenStarts(made).of(text) == encoded(text, made)
    assert TokenStarts(made).of("x" * 70_000) != []


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_MOST_WORDS", 10)
    made = tokenizer()
    starts = TokenStarts(made)
    for number in range(0, 100, 4):
        text = " ".join(f"end{n} the" for n in range(number, number + 4))
        assert starts.of(text) == encoded(text, made)
        assert len(starts._words) <= 10 + 5
