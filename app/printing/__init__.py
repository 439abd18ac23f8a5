"""Documents for paper, as tagged PDF by Typst: their text, maps and pictures.

A document is made by `DOCUMENTS[form](exhibit, Options(language))`. It is the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.domain import Exhibit
from app.printing.book import booklet, catalogue
from app.printing.document import Options
from app.printing.handout import handout
from app.printing.poster import poster

__all__ = ["DOCUMENTS", "Options", "booklet", "catalogue", "handout", "poster"]


Make = Callable[[Exhibit, Options], bytes]
"""Makes a document of one exhibit; raises `Rejected` for an unknown paper, and for words in a script that no font has.
"""

DOCUMENTS: Mapping[str, Make] = MappingProxyType({"handout": handout, "poster": poster, "booklet": booklet})
"""The documents of one exhibit by the names of their forms."""
