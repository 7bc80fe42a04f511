"""Sitroom: sourced actors argue escalation decisions, turn by turn."""

__version__ = "0.1.0"
