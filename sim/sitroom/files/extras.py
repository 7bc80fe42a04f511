"""How to get an extra of Sitroom that is not installed."""

import sys


def with_extra(name: str) -> str:
    """Return the command that adds an extra to Sitroom in the way in which it was installed."""
    folder = sys.prefix.replace("\\", "/")
    if "/pipx/venvs/" in folder:
        return f'pipx install --force "sitroom[{name}]"'
    if "/uv/tools/" in folder:
        return f'uv tool install --force "sitroom[{name}]"'
    return f'pip install "sitroom[{name}]"'
