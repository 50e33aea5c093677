"""Answers that are calculated: figures read from the documents' own tables, and arithmetic done by code."""
