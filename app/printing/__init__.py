"""Documents for paper, as tagged PDF by Typst: their text, maps and pictures.

A document is made by `DOCUMENTS[form](exhibit, Options(language))`. It is the same bytes each time.
"""

from app.printing.book import booklet, catalogue
from app.printing.document import Options
from app.printing.handout import handout
from app.printing.kept import DOCUMENTS, Prints
from app.printing.poster import poster

__all__ = ["DOCUMENTS", "Options", "Prints", "booklet", "catalogue", "handout", "poster"]
