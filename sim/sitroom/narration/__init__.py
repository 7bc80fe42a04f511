"""Every sentence about a game."""
