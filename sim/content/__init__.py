"""YAML to checked models, and checked models to what the engine takes."""
