"""One game looked at again: its figures, what turned it, what the computer would have done."""
