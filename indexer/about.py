"""Questions about a document itself: who wrote it, what its title is, when it was published; English and German.

Recognised by whole sentences and by what they ask about: something called a document ("the BERT paper", "this
report"), or words that `openings` finds to be a document's name. "Who wrote the first computer program?" asks about
contents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.normalise import searchable
from indexer.query import fold_words, function_words

_MOST_WORDS = 14  # of what says which document

_NOUN = {
    "en": r"""(?:white\s?)?papers?|articles?|documents?|reports?|stud(?:y|ies)|books?|letters?|thes[ie]s|dissertation
        |manuscript|preprint|publication|file|pdf|text|memo(?:randum)?|essay|manual|guide|handbook|e-?mail|message
        |policy|brochure|newsletter|presentation|contract|agreement|lease|invoice|minutes|transcript|proposal
        |specification|filing|survey""",
    "de": r"""[\w-]*(?:artikel|aufsatz|bericht|dokument|studie|vertrag|brief|schreiben|arbeit|buch|protokoll|rechnung
        |gutachten|anleitung|datei|präsentation|publikation|paper|preprint|memo|e-?mail|broschüre|richtlinie
        |dissertation)(?:e?s)?|text(?:e?s)?|pdf""",
}
_ARTICLE = {
    "en": r"the|this|that|my|our|your|his|her|their",
    "de": r"d(?:er|ie|as|en|em|es)|dies(?:er|es|e|en|em)|mein\w*|unser\w*|dein\w*|ihr\w*",
}
_MORE = {  # what may follow the noun: a topic, a sender, a name
    "en": r"on|about|regarding|concerning|for|from|of|by|between|with|to|titled|entitled|called|named",
    "de": r"über|zu|zum|zur|von|vom|aus|mit|an|für|zwischen|namens|mit dem titel",
}
_POINTING = {
    "en": frozenset(("", "it", "this", "that", "them", "these")),
    "de": frozenset(("", "das", "dies", "dieses", "es", "sie", "er", "ihn", "diese", "dieser", "diesen")),
}
# One of several documents, or of those that a document tells of.
_OTHER = re.compile(
    r"\b(?:first|second|third|last|latest|newest|oldest|earliest|original|seminal|famous|previous|next|other"
    r"|(?:erst|zweit|dritt|letzt|neuest|ältest|frühest|ander|vorig|nächst)e[nrsm]?)\b",
    re.I,
)
_CLAUSE = re.compile(
    r",|\b(?:that|which|whose|whom|who|what|when|where|why|how|because|if|did|does|was|were|is|are"
    r"|welche[rsmn]?|dass|wer|was|wann|wo|warum|wie|wurde|ist|hat)\b",
    re.I,
)
_QUOTED = re.compile(r"[\"“„«].+?[\"”“»]")

_AUTHORS = r"(?:(?:lead|main|corresponding|first)\s)?(?:co-?)?(?:authors?|writers?)(?:'?s?\snames?)?"
_DATE = r"(?:(?:publication|release|issue|issuing)\s(?:date|year)|(?:date|year)\sof\s(?:publication|release|issue))"
_BARE_DATE = r"(?:exact\s)?date"
_WHEN = r"(?:when|(?:in|on)?\s?(?:what|which)\s(?:year|date|day|month))"
_LEAD = (
    r"(?:(?:who|what)(?:'s|\sis|\sare|\swas|\swere)\s|(?:please\s)?(?:tell\sme|give\sme|show\sme|name|list|find)\s)?"
)
_AUTOR = r"(?:autor(?:in|en|innen)?|verfasser(?:in|innen)?|urheber(?:in)?)"
_WANN = r"(?:wann|(?:in|aus)\swelchem\sjahr|an\swelchem\s(?:tag|datum))"
_DATUM = r"(?:(?:veröffentlichungs|erscheinungs)(?:datum|jahr)|datum\sder\sveröffentlichung)"

_SUBJECT = r"(?P<subject>.+?)"
_ENGLISH = (
    rf"who\s(?:co-?)?(?:wrote|authored)\s{_SUBJECT}",
    rf"(?:by\swhom|who)\s(?:was|were|is)\s{_SUBJECT}\s(?:written|authored)(?:\sby)?",
    rf"{_LEAD}(?:the\s)?{_AUTHORS}(?:\s(?:of|behind|for)\s{_SUBJECT})?",
    rf"{_LEAD}(?:the\s)?(?:full\s|exact\s)?title(?:\sand\s(?:the\s)?{_AUTHORS})?(?:\s(?:of|for)\s{_SUBJECT})?",
    rf"what\stitle\sdoes\s{_SUBJECT}\s(?:have|bear|carry)",
    rf"(?:what|how)\sis\s{_SUBJECT}\s(?:titled|entitled)",
    rf"{_WHEN}\s(?:was|were|is)\s{_SUBJECT}\s(?:first\s)?(?:published|written|issued|released|dated)",
    rf"{_WHEN}\sdid\s{_SUBJECT}\s(?:first\s)?(?:appear|come\sout|get\spublished)",
    rf"(?:what|which)\sdate\s(?:does|is)\s{_SUBJECT}(?:\s(?:have|bear|carry|from))?",
    rf"{_LEAD}(?:the\s)?{_DATE}(?:\s(?:of|for)\s{_SUBJECT})?",
    rf"{_LEAD}(?:the\s)?{_BARE_DATE}\s(?:of|on)\s{_SUBJECT}",
)
_GERMAN = (
    rf"wer\shat\s{_SUBJECT}\s(?:geschrieben|verfasst)",
    rf"wer\s(?:schrieb|verfasste)\s{_SUBJECT}",
    rf"(?:wer\s(?:ist|sind|war|waren)\s|nenne?\s(?:mir\s)?)?(?:de[rn]\s|die\s)?{_AUTOR}(?:\s(?:von\s)?{_SUBJECT})?",
    rf"von\swem\s(?:ist|stammt|wurde)\s{_SUBJECT}(?:\s(?:geschrieben|verfasst))?",
    rf"(?:(?:wie|was)\s(?:lautet|heißt|heisst|ist)\s)?(?:der\s)?(?:volle\s|genaue\s)?titel(?:\s(?:von\s)?{_SUBJECT})?",
    rf"welchen\stitel\s(?:hat|trägt)\s{_SUBJECT}",
    rf"{_WANN}\s(?:wurde|ist)\s{_SUBJECT}\s(?:veröffentlicht|publiziert|geschrieben|verfasst|erschienen|herausgegeben)",
    rf"{_WANN}\serschien\s{_SUBJECT}(?:\szuerst)?",
    rf"(?:von\swann|aus\swelchem\sjahr)\s(?:ist|stammt|datiert)\s{_SUBJECT}",
    rf"welches\sdatum\s(?:hat|trägt)\s{_SUBJECT}",
    rf"(?:(?:was|wie|wann)\s(?:ist|lautet|war)\s)?(?:das\s)?(?:{_DATUM})(?:\s(?:von\s)?{_SUBJECT})?",
    rf"(?:was|wie)\s(?:ist|lautet)\s(?:das\s)?datum\s(?:von\s)?{_SUBJECT}",
)
_PATTERNS = tuple(
    (language, re.compile(pattern, re.I))
    for language, patterns in (("en", _ENGLISH), ("de", _GERMAN))
    for pattern in patterns
)
_CALLED = {
    language: re.compile(
        rf"""(?:(?:{_ARTICLE[language]})\s)?(?P<before>(?:[\w'’&.+/-]+\s){{0,6}}?)(?P<noun>{_NOUN[language]})
        (?P<after>\s(?:{_MORE[language].replace(" ", "[ ]")})\s.+|\s?[\"“„«(].+)?""",
        re.I | re.X,
    )
    for language in ("en", "de")
}


@dataclass(frozen=True)
class AboutDocument:
    """`words` say which document is meant, empty for "it" or "this paper"; `noun` is what it is called ("paper",
    "Mietvertrag"), empty where it is not called a document at all: then the words have to be a document's name."""

    words: str
    noun: str
    language: str

    @property
    def only_by_name(self) -> bool:
        return bool(self.words) and not self.noun


def about_document(question: str) -> AboutDocument | None:
    """What `question` says of the document that it asks about; None for a question about contents."""
    plain = searchable(question.encode("utf-8", "ignore").decode()).replace("’", "'").rstrip(" ?.!")
    for language, pattern in _PATTERNS:
        if match := pattern.fullmatch(plain):
            asked = _asked((match["subject"] or "").strip(), language)
            if asked is not None:
                return asked
    return None


def _asked(subject: str, language: str) -> AboutDocument | None:
    if subject.casefold() in _POINTING[language]:
        return AboutDocument("", "", language)
    bare = _QUOTED.sub(" ", subject)
    if _CLAUSE.search(bare) or _OTHER.search(bare) or len(subject.split()) > _MOST_WORDS:
        return None
    called = _CALLED[language].fullmatch(subject)
    if called is None:
        return AboutDocument(subject, "", language)
    if function_words(language).intersection(fold_words(called["before"])):
        return None  # "the foreword of the report"
    noun, before = called["noun"], called["before"]
    if language == "de" and "-" in noun:  # "BERT-Paper"
        name, _, noun = noun.rpartition("-")
        before = f"{before}{name} "
    return AboutDocument(f"{before}{called['after'] or ''}".strip(), noun, language)
