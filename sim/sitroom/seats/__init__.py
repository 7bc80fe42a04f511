"""Open seats: what a program or a language model sees of a game, and how it plays a seat."""
