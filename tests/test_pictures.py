"""Pictures that are added to an exhibit, and those that are in media/ already."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app import create_app
from app.authoring import prepared
from app.content import read_exhibit
from app.errors import Rejected
from app.settings import Settings
from tests.conftest import write_exhibit
from tests.photographs import huge_png, picture

HEIC = (Path(__file__).parent / "content" / "pictures" / "turned.heic").read_bytes()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_photograph_is_upright_and_without_the_camera_s_notes(form: str, ending: str) -> None:
    made = prepared(f"Foto 1.{ending}", picture(form, orientation=6, located=True, author="Anna Meier"))
    assert made.name == f"foto-1.{ending}"
    assert made.changes == (
        "turned upright",
        "its location removed",
        "taken 2024-05-01 12:30 by the camera’s clock",
    )
    assert made.credit == "Anna Meier"
    image = opened(made.data)
    assert (image.size, dict(image.getexif())) == ((20, 40), {})
    red, _, blue = image.convert("RGB").getpixel((10, 5))  # type: ignore[misc]
    assert blue > red, "What was left is up."


def test_large_photograph_is_scaled() -> None:
    made = prepared("big.jpg", picture(size=(3200, 800)))
    assert opened(made.data).size == (1600, 400)
    assert made.changes == ("scaled from 3,200 × 800 pixels",)
    assert made == prepared("big.jpg", picture(size=(3200, 800))), "The same file gives the same bytes."


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_that_needs_nothing_is_not_touched(form: str) -> None:
    data = picture(form)
    made = prepared(f"a.{form.lower()}", data)
    assert (made.data, made.changes) == (data, ())


def test_heic_becomes_jpeg() -> None:
    made = prepared("IMG_1.HEIC", HEIC)
    assert made.name == "IMG_1.jpg"
    assert "converted from HEIC" in made.changes
    assert "its location removed" in made.changes
    image = opened(made.data)
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (32, 64), {})


def test_ending_follows_the_content() -> None:
    assert prepared("a.jpg", HEIC).name == "a.jpg"
    assert prepared("a.png", picture("JPEG")).name == "a.jpg"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16", "F"])
def test_tiff_of_any_colors_is_shown(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (30, 20)).save(file, "TIFF")
    made = prepared("scan.tif", file.getvalue())
    assert opened(made.data).size == (30, 20)
    assert made.name == ("scan.png" if mode in ("LA", "RGBA") else "scan.jpg")


def test_picture_that_claims_gigabytes_is_refused_before_it_is_decoded() -> None:
    for side in (11_000, 60_000):
        with pytest.raises(Rejected, match="too large"):
            prepared("a.png", huge_png(side))


HOSTILE = {
    "cut off": picture(size=(400, 400))[:2000],
    "EXIF that leads nowhere": picture(located=True).replace(b"\x88\x25", b"\x88\x25\xff\xff\xff\xff\xff\xff\xff\xff"),
    "TIFF whose directory is itself": b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0",
    "nothing but a signature": b"\xff\xd8\xff\xe0",
    "no picture": b"hello",
    "HEIC without content": b"\0\0\0\x18ftypheic" + bytes(200),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_damaged_picture_is_one_sentence_or_readable(name: str) -> None:
    is_readable = name == "EXIF that leads nowhere"
    assert refusal(HOSTILE[name]).endswith(".") is not is_readable


def refusal(data: bytes) -> str:
    """Why a picture is refused; empty where it is prepared, and can be shown."""
    try:
        opened(prepared("a.jpg", data).data)
    except Rejected as rejected:
        return str(rejected)
    return ""


def test_large_notes_are_left_out() -> None:
    data = picture(comment=b"x" * 30_000, author="A" * 30_000)
    made = prepared("a.jpg", data)
    assert len(made.data) < 5_000 < 50_000 < len(data)
    assert len(made.credit) == 200


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([picture("JPEG", located=True), picture("TIFF"), picture("WEBP"), HEIC]), st.data())
def test_any_changed_byte_gives_a_picture_or_one_sentence(data: bytes, draw: st.DataObject) -> None:
    changed = bytearray(data)
    for at in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=5)):
        changed[at] = draw.draw(st.integers(0, 255))
    said = refusal(bytes(changed))
    assert not said or said.endswith(".")


def review(geodata: Path, name: str, data: bytes) -> list[str]:
    folder = write_exhibit(geodata, "small")
    (folder / "media").mkdir()
    (folder / "media" / name).write_bytes(data)
    return [f"{fault.severity.word}: {fault}" for fault in read_exhibit(folder).faults if fault.severity]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (picture(located=True), "warning: media/a.jpg: The picture says where it was taken"),
        (picture(size=(5000, 10)), "warning: media/a.jpg: The picture has 5,000 × 10 pixels"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "error: media/a.jpg: The picture cannot be read."),
    ],
)
def test_picture_that_visitors_should_not_get_is_reported(geodata: Path, data: bytes, message: str) -> None:
    (found,) = review(geodata, "a.jpg", data)
    assert found.startswith(message)
    assert "flask exhibit import" in found or "cannot be read" in found


def test_picture_in_media_that_claims_gigabytes_is_left_out(geodata: Path) -> None:
    (found,) = review(geodata, "a.png", huge_png())
    assert found.startswith("error: media/a.png: The picture is too large")


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "Hangar 1.JPG"
    path.write_bytes(picture(orientation=6, located=True, author="Anna Meier"))
    return path


def run(geodata: Path, *arguments: object, answers: str = "") -> Result:
    app = create_app(Settings(geodata=geodata))
    return app.test_cli_runner().invoke(args=["exhibit", *map(str, arguments)], input=answers)


def test_new_asks_what_a_picture_shows_and_who_made_it(geodata: Path, photograph: Path) -> None:
    made = run(
        geodata, "new", "hangar", "--from", photograph, "--title", "A", "--period", "1961", "--language", "en",
        "--language", "de", answers='The "old" [hangar]\nDie Halle\n\ny\n',
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert "media/hangar-1.jpg: turned upright, its location removed" in made.output
    assert "(52" not in made.output
    folder = geodata / "exhibits" / "hangar"
    assert (
        (folder / "story.de.md")
        .read_text(encoding="utf-8")
        .endswith('\n\n![Die Halle](media/hangar-1.jpg "Anna Meier")\n')
    )
    result = read_exhibit(folder)
    assert result.exhibit
    assert not [fault for fault in result.faults if "hangar-1" in str(fault)]
    page = create_app(Settings(geodata=geodata)).test_client().get("/hangar/").text
    assert 'alt="The &quot;old&quot; [hangar]"' in page
    assert photograph.read_bytes() == picture(orientation=6, located=True, author="Anna Meier")


def test_import_takes_description_and_credit_as_options(geodata: Path, photograph: Path) -> None:
    run(geodata, "new", "hangar", "--period", "1961", "--yes")
    flags = ("--describe", "Hangar 1.JPG=The hangar", "--credit", "Hangar 1.JPG=Museum")
    assert run(geodata, "import", "hangar", photograph, *flags, "--yes").exit_code == 0
    story = (geodata / "exhibits" / "hangar" / "story.en.md").read_text(encoding="utf-8")
    assert story.endswith('![The hangar](media/hangar-1.jpg "Museum")\n')


def test_picture_without_description_is_not_put_into_the_story(geodata: Path, photograph: Path) -> None:
    run(geodata, "new", "hangar", "--period", "1961", "--yes")
    added = run(geodata, "import", "hangar", photograph, "--yes")
    assert added.exit_code == 0
    assert 'Write where it belongs: ![what it shows](media/hangar-1.jpg "who made it")' in added.output
    assert "![" not in (geodata / "exhibits" / "hangar" / "story.en.md").read_text(encoding="utf-8")
