"""Figures from tables: how cells are read, which questions are taken, and that sums are exact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.events import Receipt
from desktop_app.answering.survey.draft import Draft
from desktop_app.answering.survey.tables.answer import answer_from_tables
from desktop_app.answering.survey.tables.cells import Kind, read_column, shown
from desktop_app.answering.survey.tables.load import Table, tables_of
from desktop_app.answering.survey.tables.plan import plan
from desktop_app.answering.survey.tables.query import run
from tests.support.fake_library import FakeLibrary

TODAY = date(2026, 11, 25)
EXPENSES = (
    "Date;Category;Person;Amount\n"
    "2024-01-05;Travel;Anna Berg;€ 25.51\n"
    '2024-02-10;Office;Tom Reed;"€ 1,000.10"\n'
    "2024-03-01;Travel;Tom Reed;€ 0.29\n"
    "2023-12-31;Travel;Anna Berg;\n"
)
STAFF = (
    "Name | Role | Started | Hours per week\n"
    "Anna Berg | Caretaker | 2019-03-01 | 38.5\n"
    " | Gardener | 2023-04-01 | 12.25\n"
)


@pytest.fixture
def library() -> FakeLibrary:
    made = FakeLibrary({"/d/expenses.csv": EXPENSES, "/d/notes.txt": "Travel is nice."})
    made.put("/d/staff.xlsx", [STAFF], labels=["Staff"])
    return made


def answered(library: FakeLibrary, question: str) -> tuple[Draft, Receipt | None]:
    draft = Draft()
    events = list(answer_from_tables(question, library.survey, library.text, TODAY, draft))
    receipts = [event for event in events if isinstance(event, Receipt)]
    return draft, receipts[0] if receipts else None


def table(text: str, name: str = "/d/t.csv") -> Table:
    library = FakeLibrary({name: text})
    found = library.text(1)
    (one,) = tables_of(found.document, found.pages)
    return one


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much did we spend on travel?",
         "The total of Amount where Category is Travel is **€25.80**, from 3 of 4 rows. 1 row without such a value did"
         " not count."),
        ("What is the total amount of expenses in 2024?",
         "The total of Amount where Date is from 2024 is **€1,025.90**, from 3 of 4 rows."),
        ("What was the average amount of the expenses of Anna Berg in 2024?",
         "The average Amount where Person is Anna Berg and Date is from 2024 is **€25.51**, from 1 of 4 rows."),
        ("What was the highest expense amount?", "The highest Amount is **€1,000.10**: Office."),
        ("How many expenses were over 20?", "There are 2 rows where Amount is over €20, of 4 in all."),
        ("How many hours per week does Anna Berg work?", "Hours per week where Name is Anna Berg is **38.5**."),
        ("Which of the staff started earliest?", "The earliest Started is **2019-03-01**: Anna Berg."),
    ],
)  # fmt: skip
def test_figures(library: FakeLibrary, question: str, told: str) -> None:
    draft, receipt = answered(library, question)
    assert draft.text == told
    assert receipt is not None
    assert receipt.sql.startswith("SELECT ")
    assert receipt.read == receipt.total


def test_a_group_is_a_row_with_its_footnote(library: FakeLibrary) -> None:
    draft, receipt = answered(library, "Total amount per category")
    assert draft.text == (
        "The total of Amount by Category:\n\n| Category | Total of amount | Rows |\n|---|---|---|\n"
        "| Office | €1,000.10 | 1 |\n| Travel | €25.80 | 3 |\n"
    )
    assert [sentence.citations for sentence in draft.sentences] == [(1,), (2,)]
    assert draft.sources[0].quote == '2024-02-10;Office;Tom Reed;"€ 1,000.10"'
    assert draft.sources[0].place == "line 3"
    assert receipt is not None
    assert receipt.sql == 'SELECT "Category", SUM("Amount") FROM "expenses.csv" GROUP BY "Category"'


def test_the_cells_are_cited(library: FakeLibrary) -> None:
    draft, _ = answered(library, "How much did we spend on travel in 2024?")
    assert [source.quote for source in draft.sources] == [
        "2024-01-05;Travel;Anna Berg;€ 25.51", "2024-03-01;Travel;Tom Reed;€ 0.29",
    ]  # fmt: skip
    for source in draft.sources:
        assert EXPENSES[source.start : source.start + source.length] == source.quote


@pytest.mark.parametrize(
    "question",
    [
        "How many employees does Acme have?",
        "What is the total revenue?",
        "What is the highest mountain?",
        "What was the total amount in Paris?",
        "What was the total amount in 1999 for Bob?",
        "How many people travel to Spain?",
        "Who is Anna Berg?",
        "",
    ],
)
def test_what_the_tables_do_not_hold_for_certain_is_left_alone(library: FakeLibrary, question: str) -> None:
    draft, receipt = answered(library, question)
    assert (draft.text, receipt) == ("", None)


def test_two_tables_that_answer_equally_well_are_no_answer(library: FakeLibrary) -> None:
    library.put("/d/costs.csv", EXPENSES)
    assert answered(library, "Total amount per category")[1] is None


@pytest.mark.parametrize(
    ("cells", "values", "text"),
    [
        (["1,234.50", "2"], ["1234.50", "2"], "1,236.50"),
        (["1.234,50", "2,5"], ["1234.50", "2.5"], "1,237.00"),
        (["1,234", "5,678"], ["1234", "5678"], "6,912"),
        (["12,5", "0,25"], ["12.5", "0.25"], "12.75"),
        (["(5.00)", "-3", "−2"], ["-5.00", "-3", "-2"], "-10.00"),
        (["£1 200", "£800"], ["1200", "800"], "£2,000"),
        (["5 kg", "7 kg"], ["5", "7"], "12 kg"),
        (["12%", "8%"], ["12", "8"], "20%"),
        (["CHF 5.05", "CHF 4"], ["5.05", "4"], "CHF 9.05"),
    ],
)
def test_numbers_of_a_column(cells: list[str], values: list[str], text: str) -> None:
    column = read_column("Amount", cells)
    assert column.kind is Kind.NUMBER
    assert list(column.values) == [Decimal(value) for value in values]
    assert shown(sum((Decimal(value) for value in values), Decimal(0)), column) == text


def test_kinds_of_columns() -> None:
    assert read_column("When", ["2024-05-01", "", "2024-06-02 10:00"]).values == ("2024-05-01", None, "2024-06-02")
    assert read_column("When", ["13/05/2024", "01/02/2024"]).values == ("2024-05-13", "2024-02-01")
    assert read_column("When", ["01.02.2024"]).values == ("2024-02-01",)
    assert read_column("When", ["01/02/2024", "03/04/2024"]).kind is Kind.TEXT
    assert read_column("Price (GBP)", ["5"]).unit == "GBP"
    assert read_column("Price", ["€5", "$7"]).mixed_units
    assert read_column("Name", ["Anna", "5", "B7"]).kind is Kind.TEXT
    assert read_column("Name", []).kind is Kind.TEXT


def test_sums_lose_nothing() -> None:
    one = table("Item,Price\n" + "".join(f"a{n},0.1\n" for n in range(1000)) + "b,9007199254740993.01\n")
    chosen = plan("What is the total price?", one, TODAY)
    assert chosen is not None
    (group,) = run(chosen).groups
    assert group.value == Decimal("9007199254741093.01")


def test_tables_in_text_stand_under_their_header() -> None:
    library = FakeLibrary(
        {"/d/a.md": "# Prices\n\n| Item | Price |\n|---|---|\n| Tea | 2 |\n| Coffee | 3 |\n\nThe end | of it.\n"}
    )
    found = library.text(1)
    (one,) = tables_of(found.document, found.pages)
    assert one.header == ("Item", "Price")
    assert [row.cells for row in one.rows] == [("Tea", "2"), ("Coffee", "3")]
    assert found.pages[0].text[one.rows[0].start : one.rows[0].end] == "| Tea | 2 |"


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=6), st.text(max_size=40))
def test_any_text_is_a_table_or_none(rows: Sequence[Sequence[str]], question: str) -> None:
    text = "\n".join(",".join(cells) for cells in rows)
    library = FakeLibrary()
    library.put("/d/t.csv", text)
    found = library.text(1)
    for one in tables_of(found.document, found.pages):
        for row in one.rows:
            assert len(row.cells) == len(one.header)
        if chosen := plan(f"total {one.header[-1]} {question}", one, TODAY):
            run(chosen)
