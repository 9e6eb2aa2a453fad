"""Make every run of the property tests the same, on a slow machine too."""

from hypothesis import settings

settings.register_profile(
    "firstneuron", derandomize=True, deadline=None, database=None, max_examples=60
)
settings.load_profile("firstneuron")
