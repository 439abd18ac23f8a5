"""Exhibits for an archive: a bag with a research object in it, its verification, and what changed between versions."""

from app.archive.bag import Bag, verify_bag
from app.archive.changes import changes
from app.archive.crate import Deposit

__all__ = ["Bag", "Deposit", "changes", "verify_bag"]
