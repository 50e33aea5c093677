"""Dates, codes, names, quotations, and whether they occur in a source."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.answering.facts import FactSource, read_facts


def missing(claim: str, *sources: str, question: str = "") -> tuple[str, ...]:
    named = FactSource([read_facts(question)]) if question else None
    return FactSource([read_facts(source) for source in sources]).missing(read_facts(claim), named)


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2199, 12, 31)))
def test_every_way_to_write_a_date_is_one_date(day: datetime.date) -> None:
    month = day.strftime("%B")
    written = [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day}th of {month} {day.year}",
        f"{day.day:02d}/{day.month:02d}/{day.year}",
    ]
    for one in written:
        for other in written:
            assert missing(f"It was on {one}.", f"That happened on {other} in town.") == ()


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("Signed on 3 March 2024.", "Signed March 4, 2024.", ("3 March 2024",)),
        ("Signed in March 2024.", "Signed on 2024-03-04.", ()),
        ("Signed on 4 March 2024.", "In 2024 they met; on March 4 they signed.", ()),
        ("Signed in 2024.", "Signed on 4 March 2024.", ()),
        ("Signed on 4 March 2024.", "Signed in March 2024.", ("4 March 2024",)),
        ("It costs $5 in Rome.", "It costs five dollars in Rome.", ()),
        ("We met Bob Dole there.", "We met Bob there.", ("Dole",)),
        ("We met Bob Dole there.", "We met nobody.", ("Bob Dole",)),
        ("We met Zoë’s aunt.", "Zoe was late.", ()),
        ("It was NASA.", "The National Aeronautics and Space Administration did it.", ()),
        ("Use GPT-4 in Q3.", "GPT4 came in Q3.", ()),
        ("Use GPT-4 here.", "GPT-3 came.", ("GPT-4",)),
        ("He said “never again you fools” to us.", "“Never again, you fools!” he said to us.", ()),
        ("He said “never again my friends” to us.", "Never again, you fools.", ("never again my friends",)),
        ("The University of Paris won.", "Paris has a university.", ()),
        ("Running costs fell.", "Nothing here.", ()),
        # A small number belongs to what it counts.
        ("It runs for two years.", "It runs for one year. Two copies were signed.", ("two years",)),
        ("It runs for two more years.", "It runs for three years; two copies exist.", ("two",)),
        ("It runs for two years.", "It runs for two years, one year more than before.", ()),
        ("There are two copies.", "Two originals exist for a term of one year.", ()),
        ("It has 7 offices.", "It had 5 offices in spring and 7 in autumn.", ()),
        ("It has 7 offices.", "It has 5 offices and 7 shops.", ("7",)),
        ("It costs $5.", "It has 9 dollars; $5 is what it costs.", ()),
        ("It runs for one year.", "It runs for three years.", ("one year",)),
        ("One day it ran.", "It ran.", ()),
    ],
)
def test_what_is_missing(claim: str, source: str, expected: tuple[str, ...]) -> None:
    assert missing(claim, source) == expected


def test_names_may_come_from_the_question_but_numbers_may_not() -> None:
    assert missing("We owe Acme 90 euros.", "We owe 90 euros.", question="What do we owe Acme?") == ()
    assert missing("We owe them 90 euros.", "We owe money.", question="Do we owe 90 euros?") == ("90 euros",)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_read_and_compared(claim: str, source: str) -> None:
    for text in missing(claim, source):
        assert text == " ".join(text.split())


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=120))
@example('0"::"')
def test_a_text_lacks_nothing_of_itself(text: str) -> None:
    assert missing(text, text) == ()


def test_numbers_of_sections_and_items_are_no_facts() -> None:
    text = "2. Term and notice\r\n2.2 If neither party gives notice, it is extended.\n(3) Fees rise by 4.5 each year."
    assert [number.text for number in read_facts(text).numbers] == ["4.5"]
    assert [number.text for number in read_facts("2.1 Million people live there; 3 more came.").numbers] == [
        "2.1 Million",
        "3",
    ]
