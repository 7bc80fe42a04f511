"""Who plays a seat by itself, and whole campaigns played so."""

from sitroom.policies.policy import Policy, View

__all__ = ["Policy", "View"]
