"""Whether files that have the right form make sense together."""
