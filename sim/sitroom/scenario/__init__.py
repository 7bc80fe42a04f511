"""A scenario as checked models, and as what the engine takes."""
