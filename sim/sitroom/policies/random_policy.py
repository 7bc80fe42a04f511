"""A seat that throws dice: any argument of its hand or a pass, and any option, each as likely."""

from sitroom.policies.policy import Policy, View


class Random(Policy):
    """Says and chooses anything."""

    def say(self, view: View) -> str | None:
        """Return any argument, or a pass."""
        lines = [*view.hand, None]
        return lines[int(view.draw() * len(lines))]

    def choose(self, view: View) -> str | None:
        """Return any option."""
        options = list(view.options)
        return options[int(view.draw() * len(options))]
