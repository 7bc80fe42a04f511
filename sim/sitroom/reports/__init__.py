"""Studies, backtests and play-tests in words, pages and tables."""
