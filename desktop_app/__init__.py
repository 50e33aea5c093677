"""Question to checked, footnoted answer, and everything a person sees."""
