"""The theory and the turn: pure functions of arrays, with no files, no screen and no clock."""
