"""YAML text to nodes with places, and its syntax errors in plain words."""
