"""What an author should look at: a scenario that loads may still not mean what its author means."""
