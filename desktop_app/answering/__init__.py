"""From a question to a checked, footnoted answer."""
