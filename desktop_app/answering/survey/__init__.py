"""Questions about the documents as a whole: which, how many, compare, summarise, and sums over tables.

They are answered by reading everything in scope, with a receipt; a question that these rules don't understand for
certain is left to the ordinary search.
"""
