"""A person's question as content words: for the keyword index, for rarity weights and for the coverage of evidence.

The keyword index stems by its own tokenizer; here a lighter stem only decides whether two words are the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexer.normalise import searchable

# Function words by language: what a question is made of, not what it is about. A list counts only for questions in
# its language, because "die", "war" and "man" are content in English.
_FUNCTION_WORDS = {
    "en": """a an the this that these those it its he him his she her they them their we us our you your i me my mine
        who whom whose which what when where why how is are was were be been being am do does did done doing have has
        had having will would shall should can could may might must not no nor and or but if then than as of in on at
        to for from by with about into onto over under between during before after above below up down out off through
        against per via there here so such any some all each every both either neither other another more most much
        many few less least very too also only just own same again ever please tell show give find list explain
        describe say says said let s t d ll re ve don didn doesn isn aren wasn weren""",
    "de": """der die das den dem des ein eine einer eines einem einen kein keine keiner keinem keinen und oder aber
        sondern denn wenn weil dass daß ob als wie so auch nur noch schon sehr mehr ist sind war waren sei bin bist
        wird werden wurde wurden worden hat haben hatte hatten habe kann können konnte muss müssen soll sollen darf
        dürfen will wollen mag ich du er sie es wir ihr mich mir dich dir ihm ihn ihnen uns euch mein meine dein sein
        seine ihre unser dies diese dieser dieses diesem diesen jene jener welche welcher welches welchem welchen wer
        wen wem wessen was wann wo wohin woher warum wieso weshalb in im ins an am auf aus bei beim mit nach von vom
        vor zu zum zur für über unter durch gegen ohne um bis zwischen nicht man hier dort da sich bitte""",
    "fr": """le la les l un une des du de d au aux et ou mais donc or ni car que qu qui quoi dont où quand comment
        pourquoi combien quel quelle quels quelles est sont était étaient être été a ont avait avaient avoir ce cet
        cette ces c il elle ils elles on nous vous je j tu me m te t se s lui leur leurs mon ma mes ton ta tes son sa
        ses notre votre ne n pas plus dans en sur sous par pour avec sans entre vers chez y si""",
    "es": """el la los las un una unos unas de del al a y e o u pero si que qué quien quién quienes cual cuál cuales
        cuáles cuando cuándo donde dónde como cómo cuanto cuánto cuántos cuántas por para con sin en entre sobre desde
        hasta es son era eran fue fueron ser está están estaba ha han había hay se lo le les me te nos su sus mi mis
        tu tus este esta estos estas ese esa eso no más muy ya""",
}
_STOP = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»')
_BEGINNING = re.compile(r"(?<!\w)([^\W_]{3,})\*(?!\w)")
_HALF_ENDING = re.compile(r"(?:[ai]?ti?o?|sio?|[ai]lit?|nes?|[aei])$")  # "terminatio": the index holds "termin"
_LEAST_ROOT = 4
_NEAR = 4  # other words between two that are mentioned together
_IDENTIFIER = re.compile(r"[^\W_]+(?:[_\-./+#@:]+[^\W_]+)+")


@dataclass(frozen=True)
class Query:
    """`terms` are the content words, folded, each once, in the order asked; `phrases` what stood in quotation marks
    or is one token to a person ("snake_case", "10-K"); `language` the ISO code whose function words were left out;
    `beginnings` those of the terms that stand for every word that begins so ("indemn*")."""

    text: str
    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    language: str
    beginnings: frozenset[str] = frozenset()


@lru_cache(maxsize=256)
def parse_query(text: str) -> Query:
    """Never fails; a question of function words alone keeps them all."""
    clean = searchable(text.encode("utf-8", "ignore").decode())  # half a surrogate pair can be in JSON
    words = fold_words(clean)
    language = guess_language(words)
    content = [word for word in words if word not in _STOP[language]] or words
    quoted = [next(filter(None, match.groups())) for match in _PHRASE.finditer(clean)]
    identifiers = [match.group() for match in _IDENTIFIER.finditer(clean)]
    identifiers = [name for name in identifiers if not _STOP[language].issuperset(fold_words(name))]
    phrases = [phrase for phrase in quoted + identifiers if len(fold_words(phrase)) > 1]
    beginnings = frozenset(fold_words(" ".join(_BEGINNING.findall(clean)))).intersection(content)
    return Query(text, tuple(dict.fromkeys(content)), tuple(dict.fromkeys(phrases)), language, beginnings)


def keyword_query(text: str) -> str:
    """`text` as an FTS5 MATCH expression: every content word and phrase as a quoted string, joined by OR, so that
    nothing in it is an operator but the star of a word's beginning. Empty when `text` holds no word at all."""
    query = parse_query(text)
    parts = [f'"{phrase.replace(chr(34), " ")}"' for phrase in query.phrases]
    for term in query.terms:
        parts += _beginnings(term) if term in query.beginnings else [f'"{term}"']
    return " OR ".join(parts)


def without_stars(text: str) -> str:
    """`text` as an embedder should read it: a word's beginning stands for itself."""
    return _BEGINNING.sub(r"\1", text)


def _beginnings(term: str) -> list[str]:
    """All words that begin with `term`, in an index of stems: half an ending would hide the stem it belongs to."""
    root = _HALF_ENDING.sub("", term)
    return [f'"{part}"*' for part in dict.fromkeys((term, root)) if part == term or len(part) >= _LEAST_ROOT]


def keyword_near(text: str) -> str:
    """`text` as an FTS5 MATCH expression for a passage that holds all of it: content words near each other in any
    order, what stands in quotation marks as it is. Empty when `text` holds no word at all."""
    clean = searchable(text.encode("utf-8", "ignore").decode())
    quoted = [next(filter(None, match.groups())) for match in _PHRASE.finditer(clean)]
    parts = [f'"{" ".join(words)}"' for words in map(fold_words, quoted) if words]
    words = [f'"{word}"' for word in parse_query(_PHRASE.sub(" ", clean)).terms]
    if len(words) == 1:
        parts += words
    elif words:
        parts.append(f"NEAR({' '.join(words)}, {_NEAR * (len(words) - 1)})")
    return " AND ".join(parts)


def fold_words(text: str) -> list[str]:
    """The words of `text`: case folded, compatibility forms (NFKC) unified."""
    return _WORD.findall((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold())


def guess_language(words: Iterable[str]) -> str:
    """The language most of whose function words are among `words`; English when none is ahead."""
    present = set(words)
    return max(_STOP, key=lambda language: (len(present & _STOP[language]), language == "en"))


def function_words(language: str) -> frozenset[str]:
    """What questions in this language are made of."""
    return _STOP[language]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light English stem, without accents: plural, -ing, -ed, -ly and final -e off. What holds a digit stays
    whole, a word of three letters too."""
    decomposed = unicodedata.normalize("NFD", word)
    word = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if len(word) <= 3 or any(letter.isdigit() for letter in word):
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def stems(text: str) -> frozenset[str]:
    """The stems of all words of `text`, line-end hyphens joined."""
    return frozenset(map(stem, fold_words(searchable(text))))
