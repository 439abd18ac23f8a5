"""CSV and XLSX: what spreadsheets see in them, and that no word becomes a formula."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest

from app.domain import Author, Exhibit, Text
from app.interchange import find_formats
from app.release import VERSION
from tests.interchange.reference import reference_exhibit

FIXES, WORKBOOK, PLACES = find_formats(["csv", "xlsx", "places-csv"])


@pytest.fixture(scope="module")
def exhibit(tmp_path_factory: pytest.TempPathFactory) -> Exhibit:
    """The exhibit with everything in it."""
    return reference_exhibit(tmp_path_factory.mktemp("tables"))


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by heading."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_cell_of_words_begins_like_a_formula(exhibit: Exhibit) -> None:
    found = rows(FIXES.write(exhibit))
    assert (found[0]["Flight"], found[0]["Flight:de"]) == (" =Mission; 1, “A”", " @Einsatz")
    assert (found[0]["Place"], found[2]["Place"]) == (" +Border", " -5 km")
    assert found[1]["Longitude"] == "-179.2"


@pytest.mark.parametrize("words", ["=1+1", "  =1+1", "\t=1+1", "\r=cmd|' /C calc'!A0", "@SUM(A1)"])
def test_words_that_hide_a_formula_behind_space_are_words(words: str, exhibit: Exhibit) -> None:
    (layer,) = exhibit.layers
    place = replace(layer.features[2], name=Text.of(words))
    content = PLACES.write(replace(exhibit, layers=(replace(layer, features=(place,)),)))
    cell = rows(content)[0]["Name"]
    assert cell.startswith(" ")
    assert cell.strip() == words.strip()


def test_csv_is_what_rfc_4180_and_excel_want(exhibit: Exhibit) -> None:
    content = FIXES.write(exhibit)
    assert content.startswith(b"\xef\xbb\xbfFlight ID,")
    assert content.endswith(b"\r\n")


def test_a_workbook_has_numbers_as_numbers_and_words_as_words(exhibit: Exhibit) -> None:
    sheet = openpyxl.load_workbook(BytesIO(WORKBOOK.write(exhibit))).active
    head, first, second = list(sheet.iter_rows(values_only=True))[:3]
    known = dict(zip(head, first, strict=True))
    assert (known["Longitude"], known["Altitude (m)"], known["Flight"]) == (179.5, 20000, "=Mission; 1, “A”")
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert dict(zip(head, second, strict=True))["Note"] == "“Seen”, he said;\nby *radar*"


def test_a_workbook_says_what_it_is_and_who_made_it(exhibit: Exhibit) -> None:
    signed = replace(exhibit, authors=(Author("Heyser", "Anna"), Author("Museum of Flight")), doi="10.5281/zenodo.1")
    properties = openpyxl.load_workbook(BytesIO(WORKBOOK.write(signed))).properties
    assert (properties.title, properties.creator) == ("Over the Urals", "Anna Heyser; Museum of Flight")
    *_, doi, left_out, made_by = properties.description.splitlines()
    assert doi == "https://doi.org/10.5281/zenodo.1"
    assert left_out.startswith("Not in this file: ")
    assert made_by == f"Overflight {VERSION}, content {exhibit.version[:12]}"


def test_an_unknown_value_is_an_empty_cell_and_no_zero(exhibit: Exhibit) -> None:
    found = rows(FIXES.write(exhibit))
    assert (found[1]["Position uncertainty (km)"], found[4]["Position uncertainty (km)"]) == ("", "0")
    assert (found[2]["Altitude (m)"], found[4]["Altitude (m)"], found[2]["Time (UTC)"]) == ("0", "", "")
