"""Many games at once: backtests against history, and how far to trust them."""
