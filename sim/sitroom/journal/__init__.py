"""The append-only record of a game, and the game being played over it."""
