"""The theory and the turn: pure functions of arrays, with no files, no screen and no clock."""

# Of what `engine.theory` holds: a game played by another one goes on by other numbers. It stands
# here, so that a list of games tells an older one without NumPy, half a second of the home screen.
THEORY_VERSION = 2
