"""What happened, in words and in figures."""
