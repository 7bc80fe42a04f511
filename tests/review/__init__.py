"""Tests of the review of scenarios for meaning."""
