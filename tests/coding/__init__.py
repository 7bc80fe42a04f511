"""From article to position: texts, codes, agreement, settling."""
