"""Measuring answers: questions with known answers, asked of a person's own library, judged and counted."""
