"""Write what crosses to the browser again: ``python -m tests.payloads``."""

from tests.payloads import write

write()
