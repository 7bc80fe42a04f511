"""What may be looked up, by whom and when."""
