"""Tests of the files that are read from outside and written."""
