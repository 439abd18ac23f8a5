"""Makes what is for paper of every exhibit in every language, twice, and checks it as other programs read it.

    make papers                                   # everything that is in geodata
    python tools/papers.py --forms handout poster --languages en ja --exhibits grand-slam

Each of two processes makes every document once, the second as another machine would: with another locale and time zone,
another home and working directory, another seed of Python's hashes, no configuration of fonts and one thread. It prints
a table: how many documents of a form and language were made, their pages, the seconds for the slowest, and what is
wrong. The exit code is 1 where anything is. `pdfinfo` and `pdftotext` (Poppler) are used where they are installed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from app import plate, printing
from app.content import Library
from app.domain import Exhibit
from app.papers import PAPERS
from app.settings import PROJECT
from tests.pdf import Printed

FORMS = ("plate", "handout", "poster", "booklet", "catalogue")
PAPER = {"plate": "a4", "handout": "a4", "poster": "a2", "booklet": "a4", "catalogue": "a4"}
_BREAKS = re.compile(r"[\s\u200b\u00ad-]")


def main() -> int:
    """The exit code."""
    wanted = _arguments()
    if wanted.to:
        _make(wanted)
        return 0
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        running = [_started(first, {"PYTHONHASHSEED": "1"}), _started(second, _elsewhere(second))]
        codes = [process.wait() for process in running]
        if any(codes):
            return 1
        return _report(Path(first), Path(second))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=FORMS)
    parser.add_argument("--languages", nargs="+", default=["en", "de", "ru", "ja"])
    parser.add_argument("--exhibits", nargs="+", default=[])
    parser.add_argument("--to", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _elsewhere(folder: str) -> dict[str, str]:
    """The environment of another machine, whose home is a folder."""
    empty = Path(folder, "fonts.conf")
    empty.write_text("<fontconfig/>", encoding="utf-8")
    locale = {"LC_ALL": "POSIX", "LANG": "POSIX", "LANGUAGE": "ja", "PYTHONUTF8": "0", "TZ": "Asia/Kathmandu"}
    fonts = {"FONTCONFIG_FILE": str(empty), "FONTCONFIG_PATH": folder, "XDG_DATA_HOME": folder, "XDG_DATA_DIRS": folder}
    threads = {"RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {"PYTHONHASHSEED": "2", "HOME": folder, "TMPDIR": folder, **locale, **fonts, **threads}


def _started(folder: str, changed: dict[str, str]) -> subprocess.Popen[bytes]:
    """A process that writes every document into a folder, which is its working directory, too."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT)} | changed
    command = [sys.executable, str(Path(__file__).resolve()), *sys.argv[1:], "--to", folder]
    return subprocess.Popen(command, env=environment, cwd=folder)


def _make(wanted: argparse.Namespace) -> None:
    """Write every document into a folder, with the seconds that each took."""
    exhibits = [
        each for each in Library(PROJECT / "geodata").exhibits if each.slug in wanted.exhibits or not wanted.exhibits
    ]
    seconds: dict[str, float] = {}
    for form in wanted.forms:
        for language in wanted.languages:
            for name, content in _documents(exhibits, form, language, seconds):
                (wanted.to / name).write_bytes(content)
    (wanted.to / "seconds.json").write_text(json.dumps(seconds), encoding="utf-8")


def _documents(
    exhibits: list[Exhibit], form: str, language: str, seconds: dict[str, float]
) -> Iterator[tuple[str, bytes]]:
    options = printing.Options(language)
    for exhibit in exhibits if form != "catalogue" else [None]:
        name, start = f"{form}.{language}.{exhibit.slug if exhibit else 'all'}.pdf", time.perf_counter()
        if exhibit is None:
            content = printing.catalogue(exhibits, options)
        elif form == "plate":
            content = plate.printed(exhibit, plate.Order(language=language, output="pdf"))
        else:
            content = printing.DOCUMENTS[form](exhibit, options)
        seconds[name] = time.perf_counter() - start
        yield name, content


def _report(first: Path, second: Path) -> int:
    """Print the table and the faults; the exit code."""
    seconds = json.loads((first / "seconds.json").read_text(encoding="utf-8"))
    rows: dict[tuple[str, str], list[tuple[int, float, list[str]]]] = defaultdict(list)
    for path in sorted(first.glob("*.pdf")):
        form, language, *_ = path.name.split(".")
        printed = Printed(path.read_bytes())
        wrong = list(_faults(path, printed, form, language))
        if (second / path.name).read_bytes() != printed.content:
            wrong.append("not the same bytes in another environment")
        rows[form, language].append(
            (len(printed.pdf.pages), seconds[path.name], [f"{path.name}: {each}" for each in wrong])
        )
    print(f"{'form':10} {'language':8} {'documents':>9} {'pages':>6} {'slowest':>9} {'faults':>7}")
    every: list[str] = []
    for (form, language), made in sorted(rows.items(), key=lambda row: FORMS.index(row[0][0])):
        pages, times, lists = zip(*made, strict=True)
        faults = [fault for each in lists for fault in each]
        every += faults
        print(f"{form:10} {language:8} {len(made):9} {sum(pages):6} {max(times):7.1f} s {len(faults):7}")
    print("\n".join(every))
    return 1 if every else 0


def _faults(path: Path, printed: Printed, form: str, language: str) -> Iterator[str]:
    """What is wrong with a document."""
    if not (printed.is_tagged and printed.is_for_all):
        yield "not tagged as PDF/UA-1"
    if printed.language != language:
        yield f"its language is {printed.language}"
    if not printed.descriptions or not all(printed.descriptions):
        yield "a figure has no alternative text"
    if printed.fonts_without_file:
        yield f"not embedded: {printed.fonts_without_file}"
    short, long = PAPERS[PAPER[form]]
    if printed.sizes_mm != {(long, short) if form == "plate" else (short, long)}:
        yield f"its pages are {printed.sizes_mm}"
    if printed.runs_over:
        yield "text runs over the edge"
    if shutil.which("pdfinfo"):
        yield from _in_poppler(path, printed, form)


def _in_poppler(path: Path, printed: Printed, form: str) -> Iterator[str]:
    """What Poppler finds: tags, and the bookmarks' titles in this order in the text."""
    about = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    if "Tagged:          yes" not in about:
        yield "pdfinfo does not say that it is tagged"
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    words, at = _BREAKS.sub("", text), 0
    for title in printed.bookmarks if form in {"booklet", "catalogue"} else []:
        found = words.find(_BREAKS.sub("", title), at)
        if found < 0:
            yield f"pdftotext does not give {title!r} in its order"
            return
        at = found


if __name__ == "__main__":
    sys.exit(main())
