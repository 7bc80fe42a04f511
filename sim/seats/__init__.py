"""Who plays: the computer's policy, and whole campaigns played by it."""
