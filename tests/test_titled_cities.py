"""A place in the title of an exhibit is named on its map, by the exhibit's own flights or else by the world."""

from __future__ import annotations

import gzip
import json

import pytest

from app.elements.world_map import world_document
from tests.conftest import library


@pytest.mark.parametrize(
    ("slug", "titled"), [("foxbat-to-hakodate", ["Hakodate"]), ("zuyev-to-trabzon", []), ("grand-slam", [])]
)
def test_a_city_in_the_title_is_named_unless_its_first_flight_names_it(slug: str, titled: list[str]) -> None:
    (exhibit,) = (exhibit for exhibit in library().exhibits if exhibit.slug == slug)
    cities = json.loads(gzip.decompress(world_document(exhibit)))["cities"]
    assert [named[-1][1]["en"] for _, _, rank, named in cities if rank == 0] == titled
