"""Sizes of paper, and of the picture for chats."""

from __future__ import annotations

PAPERS = {
    "a5": (148.0, 210.0),
    "a4": (210.0, 297.0),
    "a3": (297.0, 420.0),
    "a2": (420.0, 594.0),
    "a1": (594.0, 841.0),
    "a0": (841.0, 1189.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "tabloid": (279.4, 431.8),
}
"""Sizes of paper by name: width and height in millimetres, upright."""

PRINTS = ("handout", "poster", "booklet")
"""The documents for paper of which a site has one of each exhibit, ``<slug>/handout.pdf``, and so on."""

THUMBNAIL = (144, 96)
"""The width and height in pixels of CSS of an exhibit's map on its card of the atlas; the file has twice as many."""

PICTURE = (1200, 630)
"""The width and height in pixels that Open Graph's readers show whole."""
