"""The terminal screens. Nothing but the command line imports them."""
