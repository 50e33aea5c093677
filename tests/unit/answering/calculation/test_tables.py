"""Rows of printed tables: labels, figures, columns, scales, and where each figure stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.calculation.cells import stretches
from desktop_app.answering.calculation.header import columns_of, heading_line
from desktop_app.answering.calculation.periods import Column, Period
from desktop_app.answering.calculation.tables import Row, read_rows
from tests.support.make_statements import BALANCE, CASH, INCOME


def row(text: str, label: str) -> Row:
    found = [one for one in read_rows(text) if one.label == label]
    assert len(found) == 1, [one.label for one in read_rows(text)]
    return found[0]


def value(text: str, label: str, year: int, quarter: int = 0) -> Decimal | None:
    cell = row(text, label).at(Period(year, quarter))
    return cell.value if cell else None


def test_a_row_gives_each_year_its_figure() -> None:
    assert [value(INCOME, "Total net sales", year) for year in (2022, 2021, 2020, 2019)] == [11000, 10000, 9000, None]
    assert value(INCOME, "Cost of sales", 2021) == -6200
    assert row(INCOME, "Total net sales").scale == 10**6
    assert row(INCOME, "Total net sales").currency == "$"


def test_figures_stand_where_they_say() -> None:
    for one in read_rows(INCOME):
        for cell in one.cells:
            assert INCOME[cell.start : cell.end] == cell.text
        assert INCOME[one.start : one.end].startswith(one.label.split()[0] if one.label else "")


def test_a_wrapped_label_is_whole() -> None:
    assert value(INCOME, "Selling, general and administrative expenses", 2022) == -2400


def test_a_note_in_brackets_is_no_figure() -> None:
    assert value(INCOME, "Operating income (Note 3)", 2022) == 2000
    assert value(BALANCE, "Inventories (Notes 1 and 4)", 2021) == 1000


def test_two_rows_on_one_line() -> None:
    assert value(CASH, "Sale of a plant", 2021) == 30
    assert value(CASH, "Sale of a plant", 2022) == 0  # a dash
    assert value(CASH, "Net cash used in investing activities", 2020) == -600


def test_figures_per_share_are_not_in_millions() -> None:
    diluted = row(INCOME, "Diluted")
    assert diluted.section == "Earnings per share:" and diluted.per_share
    assert not row(INCOME, "Net product sales").per_share


def test_percentages_between_the_amounts() -> None:
    text = "SECOND QUARTER\n2023 2022\nSales 25,530 $ 100.0 24,020 $ 100.0 6.3\nTax rate 23.9 % 17.6 %"
    assert value(text, "Sales", 2023, 2) == 25530
    assert value(text, "Sales", 2022, 2) == 24020
    assert value(text, "Sales", 2023) is None  # a quarter is not the year
    assert value(text, "Tax rate", 2022, 2) == Decimal("17.6")


def test_columns_that_compare_hold_no_figure() -> None:
    text = "(Millions) 2022 2021 2022 vs. 2021\nExpenses 41,095 33,110 7,985 24 %\nLoans 9 8 1"
    assert value(text, "Expenses", 2022) == 41095
    assert value(text, "Expenses", 2021) == 33110
    assert value(text, "Loans", 2021) == 8


def test_months_share_the_columns() -> None:
    text = "Three Months Ended Six Months Ended\nJune 30, June 30,\n2023 2022 2023 2022\nSales 10 9 19 17"
    assert value(text, "Sales", 2023, 2) == 10
    assert value(text, "Sales", 2022, 2) == 9
    assert value(text, "Sales", 2023) is None


def test_a_date_a_column_over_several_lines() -> None:
    text = "Year Ended\nDecember 26,\n2015\nDecember 27,\n2014\n(In thousands)\nNet revenue $ 3,991 $ 5,506"
    assert value(text, "Net revenue", 2014) == 5506
    assert row(text, "Net revenue").scale == 1000


def test_a_heading_below_the_table() -> None:
    assert value("Sales 10 9\nCosts 7 8\n2023 2022\n", "Costs", 2022) == 8


def test_years_and_the_row_behind_them_on_one_line() -> None:
    text = "Fiscal Year\n2022 2021 2020 Net sales $ 18.8 $ 18.1 $ 17.6 Cost of sales 12.6 11.7 11.5"
    assert value(text, "Net sales", 2021) == Decimal("18.1")
    assert value(text, "Cost of sales", 2020) == Decimal("11.5")


def test_figures_that_the_label_goes_on_behind_belong_to_it() -> None:
    text = "2022 2021\nReceivables, net of $19,800 and $17,606 18,356 14,731\nEquipment — net 8,203 10,635"
    assert value(text, "Receivables, net of $19,800 and", 2022) == 18356
    assert value(text, "Equipment — net", 2021) == 10635


def test_a_label_over_several_lines() -> None:
    text = "2022 2021\nProperty\nand\nequipment,\nnet 20,729 19,635\nTOTAL LIABILITIES\n27,194 26,532"
    assert value(text, "Property and equipment, net", 2021) == 19635
    assert value(text, "TOTAL LIABILITIES", 2022) == 27194


def test_a_row_with_too_many_figures_answers_nothing() -> None:
    assert value("2022 2021\nSales 10.5 9.1 4.2", "Sales", 2022) is None


def test_a_table_with_other_headings_does_not_inherit() -> None:
    text = "2022 2021\nSales 10 9\n($ in millions) 2022 2021 Reported Operational Currency Adjusted\nSales abroad 7 6"
    assert value(text, "Sales", 2022) == 10
    assert value(text, "Sales abroad", 2022) is None


def test_a_row_that_names_its_scale_speaks_for_itself() -> None:
    text = "(In millions) 2022 2021\nVolumes (Billions) 1,552 1,284\nCash 33 22"
    assert row(text, "Cash").scale == 10**6


@pytest.mark.parametrize(
    "line",
    [
        "for the years ended December 31, 2022, 2021 and 2020, respectively.",
        "Net sales $ 5 $ 6",
        "Page 12",
        "In 2022 sales of our largest segment grew",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    heading = heading_line(line)
    assert heading is None or not heading.items


def test_headings() -> None:
    lines = [heading_line("Fiscal years ended January 28, January 29,"), heading_line("2023 2022")]
    assert columns_of([line for line in lines if line]) == (Column(2023, 12, 1), Column(2022, 12, 1))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.booleans())
def test_figures_are_read_as_they_are_printed(values: list[int], dollars: bool) -> None:
    line = "Something sold " + " ".join(("$ " if dollars else "") + f"{number:,}" for number in values)
    assert [cell.value for cell in stretches(line)[-1].cells] == values


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for one in read_rows(text):
        assert len(one.cells) == len(one.columns)
        for cell in one.cells:
            assert 0 <= cell.start < cell.end <= len(text)


@given(st.lists(st.sampled_from(["2022 2021", "Sales $ 1,000 (3)", "— 4 %", "(In millions)", "Q1 Q2", "N/A 3)", "("])))
def test_any_lines_can_be_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    for one in read_rows(text):
        assert text[one.cells[0].start : one.cells[0].end] == one.cells[0].text
