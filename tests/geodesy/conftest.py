"""What the laws of geodesy are tried on."""

from hypothesis import settings

settings.register_profile("laws", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("laws")
