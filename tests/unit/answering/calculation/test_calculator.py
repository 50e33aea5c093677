"""From a question to a calculated answer over a library with the annual report of Harbour Mills."""

from __future__ import annotations

import pytest

from desktop_app.answering.calculation.calculator import calculate
from desktop_app.answering.calculation.subject import abbreviates, names
from desktop_app.answering.calculation.wording import Calculation
from desktop_app.answering.events import Support
from indexer.protocol import Search
from tests.support.fake_library import FakeLibrary
from tests.support.make_statements import PAGES, PATH


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary({PATH: PAGES, "/d/notes.txt": "Net sales of the shop were 5 in 2022."})


def ask(library: FakeLibrary, question: str) -> Calculation | None:
    return calculate(question, library.search(Search(question)), library).calculation


@pytest.mark.parametrize(
    ("question", "first", "formula"),
    [
        (
            "What is Harbour Mills' FY2022 net income in USD millions?",
            "Harbour Mills’ net income in 2022 was $1,500 million.",
            "",
        ),
        (
            "By what percent did the revenue of Harbour Mills grow from 2021 to 2022?",
            "Harbour Mills’ revenue rose by 10.0 %, from $10,000 million in 2021 to $11,000 million in 2022.",
            "(11,000 − 10,000) ÷ 10,000 = 10.0 %",
        ),
        (
            "What was the capital expenditure of Harbour Mills in 2021?",
            "Harbour Mills’ capital expenditure in 2021 was $700 million.",
            "",
        ),
        (
            "What is the gross margin of Harbour Mills for 2022? Round to two decimals.",
            "Harbour Mills’ gross margin in 2022 was 40.00 %.",
            "4,400 ÷ 11,000 = 40.00 %",
        ),
        (
            "What is the FY2022 inventory turnover of Harbour Mills?",
            "Harbour Mills’ inventory turnover in 2022 was 6.00 times.",
            "6,600 ÷ ((1,000 + 1,200) ÷ 2) = 6.00 times",
        ),
        (
            "What is Harbour Mills' 2 year revenue CAGR from FY2020 to FY2022?",
            "Harbour Mills’ revenue grew by 10.6 % a year (compound annual growth), from $9,000 million in 2020 to "
            "$11,000 million in 2022.",
            "(11,000 ÷ 9,000)^(1 ÷ 2) − 1 = 10.6 %",
        ),
        (
            "What are Harbour Mills' diluted earnings per share in 2022?",
            "Harbour Mills’ diluted earnings per share in 2022 were $3.00.",
            "",
        ),
        (
            "What is the working capital of Harbour Mills in 2022? Define working capital as total current assets less "
            "total current liabilities.",
            "Harbour Mills’ working capital in 2022 was $1,000 million.",
            "3,500 − 2,500 = $1,000 million",
        ),
        (
            "What is the FY2022 EBITDA % margin of Harbour Mills? Define EBITDA as operating income + depreciation and "
            "amortization (from cash flow statement).",
            "Harbour Mills’ EBITDA margin in 2022 was 22.7 %.",
            "(2,000 + 500) ÷ 11,000 = 22.7 %",
        ),
        (
            "What is the FY2022 operating cash flow less capital expenditures of Harbour Mills in USD billions?",
            "Harbour Mills’ operating cash flow less capital expenditures in 2022 was $1.22 billion.",
            "2,100 − 880 = $1.22 billion",
        ),
        (
            "Does Harbour Mills have a healthy quick ratio in 2022?",
            "No. Harbour Mills’ quick ratio in 2022 was 0.80.",
            "(900 + 1,100) ÷ 2,500 = 0.80",
        ),
        (
            "Did the operating margin of Harbour Mills improve in 2022?",
            "Yes. Harbour Mills’ operating margin rose by 3.2 percentage points, from 15.0 % in 2021 to "
            "18.2 % in 2022.",
            "2,000 ÷ 11,000 − 1,500 ÷ 10,000 = 3.2 percentage points",
        ),
    ],
)
def test_answers(library: FakeLibrary, question: str, first: str, formula: str) -> None:
    calculation = ask(library, question)
    assert calculation is not None
    assert calculation.text.split("\n")[0] == first
    assert calculation.formula == formula


def test_each_figure_of_the_formula_has_its_footnote(library: FakeLibrary) -> None:
    calculation = ask(library, "What is the current ratio of Harbour Mills in 2022?")
    assert calculation is not None
    result, above, below = calculation.sentences
    assert (above.text, below.text) == ("3,500", "2,500") and not above.claim and result.claim
    assert result.citations == (1, 2) and above.citations == (1,) and below.citations == (2,)
    assert all(one.support is Support.SUPPORTED for one in calculation.sentences)
    for one in calculation.sentences:
        assert calculation.text[one.start : one.start + one.length] == one.text
    for source in calculation.sources:
        assert PAGES[(source.page or 1) - 1][source.start : source.start + source.length] == source.quote
    assert calculation.sources[0].quote == "Total current assets 3,500 $ 3,000".replace("$ ", "")


@pytest.mark.parametrize(
    "question",
    [
        "What was the revenue of Harbour Mills in 2017?",  # not in the report
        "What was the revenue of the Consumer segment of Harbour Mills in 2022?",  # only a part of it
        "What was the goodwill of Harbour Mills in 2022?",  # no such row
        "What was the revenue of Northgate in 2022?",  # another company
        "What was the revenue of Harbour Mills in Q2 2022?",  # a year is no quarter
    ],
)
def test_nothing_is_calculated_where_it_is_not_clear(library: FakeLibrary, question: str) -> None:
    assert ask(library, question) is None


def test_documents_that_differ_give_no_answer() -> None:
    other = [page.replace("11,000", "12,000") for page in PAGES]
    library = FakeLibrary({"/d/report one.pdf": PAGES, "/d/report two.pdf": other})
    outcome = calculate("What was revenue in 2022?", library.search(Search("net sales revenue")), library)
    assert outcome.calculation is None and "differ" in outcome.note


def test_names_of_a_question() -> None:
    assert names("What is Johnson & Johnson's FY2022 revenue?") == ["Johnson & Johnson"]
    assert names("Is 3M a capital-intensive business?") == ["3M"]
    assert names("how much is it") == []


@pytest.mark.parametrize(
    ("short", "words", "fits"),
    [
        ("JnJ", ["johnson", "johnson"], True),
        ("AMEX", ["americanexpress"], True),
        ("AMEX", ["americanwaterworks"], False),
        ("IBM", ["international", "business", "machines"], True),
        ("IBM", ["international"], False),
    ],
)
def test_abbreviations(short: str, words: list[str], fits: bool) -> None:
    assert abbreviates(short, words) is fits


BUDGET = "Item | 2023 | 2024\nRent | 12,000 | 13,200\nSoftware licences | 800 | 950\nTotal | 12,800 | 14,150"
ACCOUNTS = "Amounts in pounds.\nExpenditure 2023 2024\nHeating (gas) 48,900 43,250\nTotal expenditure 149,280 149,955"


@pytest.mark.parametrize(
    ("question", "text", "place"),
    [
        (
            "By how much did heating fall from 2023 to 2024?",
            "Heating (gas) fell by 5,650, from 48,900 in 2023 to 43,250 in 2024.",
            "p. 1",
        ),
        (
            "What percentage of total expenditure was heating in 2023?",
            "The share of Heating (gas) in Total expenditure in 2023 was 32.8 %.",
            "p. 1",
        ),
        ("How much did software licences cost in 2024?", "Software licences in 2024 were 950.", "Budget, row 3"),
        (
            "By what percent did rent rise from 2023 to 2024?",
            "Rent rose by 10.0 %, from 12,000 in 2023 to 13,200 in 2024.",
            "Budget, row 2",
        ),
    ],
)
def test_any_table_answers_for_its_rows(question: str, text: str, place: str) -> None:
    library = FakeLibrary({"/d/accounts.pdf": [ACCOUNTS]})
    library.put("/d/budget.xlsx", [BUDGET], labels=("Budget",))
    calculation = ask(library, question)
    assert calculation is not None
    assert calculation.text.split("\n")[0] == text
    assert calculation.sources[0].place == place


@pytest.mark.parametrize(
    "question",
    [
        "How much did the heating of the annex cost in 2023?",  # only the whole of it is there
        "How much did heating cost in 2019?",
        "What happened in 2023?",
        "What did we pay in 2023?",
    ],
)
def test_a_row_must_say_all_that_is_asked(question: str) -> None:
    assert ask(FakeLibrary({"/d/accounts.pdf": [ACCOUNTS]}), question) is None


QUARTER = """\
Condensed Consolidated Statements of Earnings
(In millions)
Three Months Ended Six Months Ended
July 29, July 30, July 29, July 30,
2023 2022 2023 2022
Revenue $ 9,583 $ 10,329 $ 19,050 $ 20,976
Earnings before income taxes 375 403 700 854
Income tax expense 101 97 182 207
Net earnings $ 274 $ 306 $ 518 $ 647"""


def test_a_fiscal_quarter_may_end_in_the_year_before() -> None:
    library = FakeLibrary({"/d/NORTHSHOP_2024Q2_10Q.pdf": ["Form 10-Q", QUARTER]})
    calculation = ask(library, "By what percent did the revenue of Northshop change in Q2 of FY2024?")
    assert calculation is not None
    assert calculation.formula == "(9,583 − 10,329) ÷ 10,329 = −7.2 %"
    assert ask(library, "What was the revenue of Northshop in FY2023?") is None


def test_debt_is_all_of_its_parts() -> None:
    extra = "Current portion of long-term debt 150 100\r\nTotal current liabilities"
    pages = [page.replace("Total current liabilities", f"Short-term debt 50 60\r\n{extra}", 1) for page in PAGES]
    calculation = ask(FakeLibrary({PATH: pages}), "In 2022, what was the total debt of Harbour Mills?")
    assert calculation is not None
    assert calculation.formula == "50 + 150 + 1,900 = $2,100 million"


def test_only_documents_in_scope_are_read(library: FakeLibrary) -> None:
    question = "What was the revenue of Harbour Mills in 2022?"
    reply = library.search(Search(question))
    assert calculate(question, reply, library, ("/d",)).calculation is not None
    assert calculate(question, reply, library, (PATH,)).calculation is not None
    assert calculate(question, reply, library, ("/elsewhere",)).calculation is None
    assert calculate(question, reply, library, ("/d/HARBOUR",)).calculation is None
