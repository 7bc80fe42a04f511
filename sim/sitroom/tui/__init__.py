"""The terminal screens. Nothing else imports them."""
