"""The author's tools: new files, imports, migration, editors, pictures."""
