"""From article to position: texts, coders' codes, how far they agree, what is settled."""
