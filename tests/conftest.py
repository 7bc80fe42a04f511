"""Settings that every test shares."""

from hypothesis import HealthCheck, settings

# Machines are noisy: nothing here is judged by time.
settings.register_profile(
    "suite", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", parent=settings.get_profile("suite"), max_examples=1000)
settings.load_profile("suite")
