"""Sums, averages, extremes and counts over the tables of documents, by SQL, exact to the last digit."""
