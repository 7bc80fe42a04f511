"""What is told of a game after it: pages, questions, tables."""
