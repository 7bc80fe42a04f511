"""YAML files to one checked scenario."""
