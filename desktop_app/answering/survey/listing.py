"""Which documents, and how many: told by the indexer from all of them, each with the passage that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop_app.answering.events import Event, Receipt, Surveying, Unreadable
from desktop_app.answering.spots import spot_in
from desktop_app.answering.survey.draft import Draft, clean, counted, plural
from desktop_app.answering.survey.inquiry import Listing
from desktop_app.answering.survey.sections import prose
from desktop_app.answering.text import stem, words
from indexer.protocol import Survey, Surveyed, SurveyReply

Ask = Callable[[Survey], SurveyReply]

_SHOWN = 100  # of a longer list the rest is counted
_COUNTED_SHOWN = 20
_STATES = {
    "failed": ("could not be read", "could not be read"),
    "offline": ("is on a drive that is not connected", "are on a drive that is not connected"),
    "pending": ("waits to be read", "wait to be read"),
}
_EXTREMES = {
    ("modified", True): "newest", ("modified", False): "oldest", ("size", True): "largest",
    ("size", False): "smallest", ("pages", True): "longest", ("pages", False): "shortest",
}  # fmt: skip
_QUOTES = "\"'“”„«»‘’ "


def list_documents(listing: Listing, ask: Ask, draft: Draft) -> Iterator[Event | Receipt]:
    """The answer as events, and last its receipt."""
    yield Surveying(0, 0, "documents")
    listing, reply, remark = _found(listing, ask)
    yield Surveying(reply.read, reply.in_scope, "documents")
    shown = reply.documents[: listing.only or (_COUNTED_SHOWN if listing.counts else _SHOWN)]
    told = _headline(listing, reply, len(shown))
    if listing.only == 1 and shown:
        yield from _item(listing, shown[0], draft, f"{told} ")
    else:
        yield from draft.fact(told + (f" {remark}" if remark else ""))
        if shown:
            yield from draft.plain("\n\n")
        for one in shown:
            yield from _item(listing, one, draft, "- ", "\n")
        if len(shown) < reply.total and not listing.only:
            yield from draft.fact(f"\n… and {counted(reply.total - len(shown), 'more', 'more')}.")
    yield receipt_of(reply)


def receipt_of(reply: SurveyReply) -> Receipt:
    """How many of the documents in question could be looked into, and why the others could not."""
    failed = tuple(Unreadable(one.path, one.reason, one.code) for one in reply.unread)
    return Receipt(reply.read, reply.in_scope, "documents", failed)


def _found(listing: Listing, ask: Ask) -> tuple[Listing, SurveyReply, str]:
    """What is asked for. Where no document is called or signed as the question says, the text decides instead, and the
    answer says so."""
    reply = ask(listing.wanted)
    if reply.total or not (listing.wanted.named or listing.wanted.author):
        return listing, reply, ""
    wanted, noun, remark = listing.wanted, listing.noun, ""
    if wanted.author:
        wanted = replace(wanted, mentions=(*wanted.mentions, (wanted.author,)), author="")
        remark = f"None names {listing.wanted.author} as its author; these mention the name."
    elif wanted.mentions:
        wanted, noun = replace(wanted, named=()), "document"
        article = "an" if listing.noun[0] in "aeiou" else "a"
        remark = f"None of them is {article} {listing.noun} by its name, title or first words."
    second = replace(listing, wanted=wanted, noun=noun)
    other = ask(wanted)
    return (second, other, remark) if other.total else (listing, reply, "")


def _headline(listing: Listing, reply: SurveyReply, shown: int) -> str:
    wanted, about = listing.wanted, described(listing.wanted)
    if listing.only and reply.total:
        which = _EXTREMES[wanted.sort, wanted.descending]
        if listing.only == 1:
            return f"The {which} {listing.noun}{about} is"
        return f"The {shown} {which} {plural(listing.noun)}{about}:"
    said = _said(listing, reply)
    if not reply.total:
        return f"No {listing.noun}{about}{said}." if said else f"There is no {listing.noun}{about}."
    count = counted(reply.total, listing.noun)
    if said:
        read = reply.in_scope if wanted.states else reply.read
        if wanted.named or read <= reply.total:
            return f"{count}{about}{said}."
        return f"{reply.total:,} of {counted(read, listing.noun)}{about}{said}."
    return f"There {'is' if reply.total == 1 else 'are'} {count}{about}."


def _said(listing: Listing, reply: SurveyReply) -> str:
    """What the documents do, as a verb in the number of those found: " mention “deposit”"."""
    wanted, one = listing.wanted, reply.total <= 1
    for state, (singular, several) in _STATES.items():
        if state in wanted.states:
            return f" {singular if one else several}"
    if not wanted.mentions:
        return ""
    subject = " and ".join(" or ".join(_quoted(name) for name in group) for group in wanted.mentions)
    often = f", in {counted(reply.passages, 'passage')}" if listing.counts and reply.total else ""
    return f" {'mentions' if one else 'mention'} {subject}{often}"


def described(wanted: Survey) -> str:
    """What else was asked of the documents: " from 2023", " in the folder “letters”"."""
    parts = [f" in the folder {_quoted(folder)}" for folder in wanted.folders]
    if wanted.author:
        parts.append(f" by {wanted.author}")
    if wanted.least_bytes:
        parts.append(f" larger than {_size(wanted.least_bytes)}")
    if wanted.most_bytes:
        parts.append(f" smaller than {_size(wanted.most_bytes)}")
    when = spoken(wanted.since, wanted.before)
    if when:
        parts.append(f"{' changed' if wanted.by_change else ''} {when}")
    return "".join(parts)


def spoken(since: str, before: str) -> str:
    """A period of ISO dates as a person says it: "from 2023", "since 2020-05-01"; empty for all time."""
    if since and before:
        first, end = date.fromisoformat(since), date.fromisoformat(before)
        last = date.fromordinal(end.toordinal() - 1)
        if (first.month, first.day, end.month, end.day) == (1, 1, 1, 1):
            return f"from {first.year}" if end.year == first.year + 1 else f"from {first.year} to {last.year}"
        if first.day == end.day == 1 and (end.year * 12 + end.month) - (first.year * 12 + first.month) == 1:
            return f"from {first:%B %Y}"
        return f"on {since}" if first == last else f"from {since} to {last.isoformat()}"
    if since:
        return f"since {since}"
    return f"before {before}" if before else ""


def _item(listing: Listing, one: Surveyed, draft: Draft, lead: str, end: str = "") -> Iterator[Event]:
    """A document: its name, what of it was asked for, and the passage that shows it."""
    document, wanted = one.document, listing.wanted
    facts = []
    if wanted.sort == "size" or wanted.least_bytes or wanted.most_bytes:
        facts.append(_size(document.size))
    if wanted.sort == "pages" and document.pages:
        facts.append(counted(document.pages, "page"))
    if wanted.sort == "modified" or wanted.by_change:
        facts.append(f"changed on {date.fromtimestamp(document.modified).isoformat()}")
    elif wanted.since or wanted.before:
        facts.append(one.date)
    if one.passages > 1:
        facts.append(counted(one.passages, "passage"))
    told = f"**{clean(Path(document.path).name)}**" + (f" ({', '.join(facts)})" if facts else "")
    if one.best is None:
        told += f": {clean(document.problem_message, 300)}" if document.problem_message else " (without text)"
        yield from draft.fact(f"{lead}{told}{end}")
        return
    spot = spot_in(one.best, _stems(wanted))
    quote = f": “{clean(prose(spot.text))}”" if wanted.mentions else ""
    title = clean(document.title)
    if not quote and title and title.casefold() != Path(document.path).stem.casefold():
        quote = f": {title}"
    dot = "." if lead.strip() and not lead.startswith("-") else ""
    yield from draft.fact(f"{lead}{told}{quote}{dot}{end}", (spot,))


def _stems(wanted: Survey) -> frozenset[str]:
    names = [name for group in wanted.mentions for name in group]
    return frozenset(stem(word) for name in names for word in words(name))


def _quoted(name: str) -> str:
    return f"“{clean(name).strip(_QUOTES)}”"


def _size(size: int) -> str:
    """ "340 bytes", "12 KB", "3.4 MB"."""
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= factor:
            value = size / factor
            return f"{value:.0f} {unit}" if value >= 10 or value == int(value) else f"{value:.1f} {unit}"
    return counted(size, "byte")
