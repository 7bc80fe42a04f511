"""The author's tools: new files, imports, migration, editors, play-tests, pictures."""
