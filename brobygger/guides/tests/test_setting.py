"""What a guide looks like on paper, judged by somebody else's reader of PDFs."""

import io
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from brobygger.guides.letters import drawable, printable
from brobygger.guides.setting import content_of, set_pdf
from brobygger.guides.tests.factories import BOOKLET, LARGE, ODENSE, entry, guide
from brobygger.guides.values import Guide, Line, Reach, Wanted

AT = datetime(2026, 11, 22, 11, tzinfo=UTC)
HOSTILE = (
    '#let x = 1; #panic("a")',
    "$ x^2 $ \\ [ ] @ref <label> *bold* _it_ `raw` ~",
    '#read("/etc/passwd")',
    "\"Citat\" 'enkelt' »dansk« // kommentar /* x */",
    "= Overskrift",
)


def read(made: Guide, wanted: Wanted = ODENSE) -> PdfReader:
    return PdfReader(io.BytesIO(set_pdf(content_of(made, wanted), at=AT)))


def text_of(made: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in made.pages).split())


def titles(outline: Any) -> list[str]:
    return [title for each in outline for title in (titles(each) if isinstance(each, list) else [each.title])]


def fonts(made: PdfReader) -> list[Any]:
    found = {}
    for page in made.pages:
        resources: Any = page["/Resources"].get_object()
        for font in resources.get("/Font", {}).values():
            inner = font.get_object()
            found[str(inner["/BaseFont"])] = inner["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    return list(found.items())


@pytest.fixture(scope="module")
def thirty() -> PdfReader:
    """A guide with thirty entries."""
    return read(guide(*(entry(number) for number in range(1, 31))), BOOKLET)


class TestSetPdf:
    def test_puts_help_first_and_dates_everything(self, thirty: PdfReader) -> None:
        cover, first = (page.extract_text() for page in thirty.pages[:2])

        assert "Fællesskab og hjælp i Odense" in " ".join(cover.split())
        assert "Udskrevet 22. november 2026" in cover
        assert "112" in first
        assert "70 201 201" in first
        assert "1. november 2026" in first

    def test_has_a_bookmark_for_every_chapter_and_entry(self, thirty: PdfReader) -> None:
        found = titles(thirty.outline)

        assert {"Indhold", "Ensomhed", "Tilbuddene efter navn", "Foreninger og organisationer", "Steder"} <= set(found)
        assert {f"Tilbud nummer {number}" for number in range(1, 31)} <= set(found)

    def test_the_index_names_the_page_where_the_name_is(self, thirty: PdfReader) -> None:
        pages = [" ".join(page.extract_text().replace("\u200e", "").split()) for page in thirty.pages]
        start = next(n for n, text in enumerate(pages) if text.startswith("Tilbuddene efter navn"))
        index = " ".join(pages[start:]).replace(".", " ")

        for number in (1, 7, 18, 30):
            name = f"Tilbud nummer {number}"
            said = int(index.split(f"{name} ", 1)[1].split()[0])
            assert name in pages[said - 1]

    def test_tells_its_language_and_title_and_is_tagged(self, thirty: PdfReader) -> None:
        root: Any = thirty.trailer["/Root"]

        assert str(root["/Lang"]).startswith("da")
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert thirty.metadata
        assert thirty.metadata.title == "Fællesskab og hjælp i Odense"
        assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()

    def test_carries_its_own_letters(self, thirty: PdfReader) -> None:
        found = fonts(thirty)

        assert found
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font) for _, font in found)
        assert any("Atkinson" in name for name, _ in found)

    def test_a_booklet_has_pages_that_go_up_in_four(self, thirty: PdfReader) -> None:
        assert len(thirty.pages) % 4 == 0
        assert round(float(thirty.pages[0].mediabox.width)) == 420  # A5, in points

    @pytest.mark.parametrize("wanted", [ODENSE, BOOKLET, LARGE])
    def test_a_place_without_offers_still_has_a_guide(self, wanted: Wanted) -> None:
        made = text_of(read(guide(), wanted))

        assert "Vi kender ikke nogen tilbud her endnu" in made
        assert "112" in made

    def test_large_print_is_at_least_18_points_throughout(self) -> None:
        sizes: set[float] = set()
        made = read(guide(entry(1), entry(2)), LARGE)
        for page in made.pages:
            page.extract_text(
                visitor_text=lambda text, cm, tm, font, size: (
                    sizes.add(round(abs(size * tm[3] * cm[3]), 1)) if text.strip() else None
                )
            )

        assert sizes
        assert min(sizes) >= 18

    @pytest.mark.parametrize("wanted", [ODENSE, LARGE])
    def test_prints_what_people_wrote_and_never_runs_it(self, wanted: Wanted) -> None:
        entries = [
            entry(
                number,
                name=text,
                organisation=text,
                summary=text,
                alert=text,
                lines=(Line(label="For hvem", texts=(text,)),),
                reach=(Reach(phone=text[:30], note=text),),
            )
            for number, text in enumerate(HOSTILE, 1)
        ]
        squeezed = "".join(text_of(read(guide(*entries), wanted)).split()).replace("\u200b", "")

        for text in HOSTILE:
            assert "".join(text.split()) in squeezed

    def test_leaves_out_what_no_letter_is_for(self) -> None:
        made = text_of(read(guide(entry(1, name="😀 Smil\x00 igen", summary="漢字"))))

        assert "Smil igen" in made

    def test_sets_names_in_other_alphabets(self) -> None:
        made = read(guide(entry(1, name="Українська спільнота"), entry(2, name="جمعية الصداقة", summary="Đặng Văn Ơn")))

        text = text_of(made)
        assert "Українська" in text
        assert "Đặng Văn Ơn" in text
        assert any("Arabic" in name for name, _ in fonts(made))

    def test_an_entry_without_a_number_or_with_endless_text_is_set(self) -> None:
        endless = Line(label="For hvem", texts=("ord " * 3000,))

        made = read(guide(entry(1, reach=(), lines=()), entry(2, lines=(endless,)), entry(3, name="a" * 160)))

        assert len(made.pages) > 8

    def test_the_same_guide_is_the_same_file(self) -> None:
        content = content_of(guide(entry(1)), ODENSE)

        assert set_pdf(content, at=AT) == set_pdf(content, at=AT)

    def test_120_offers_take_a_few_seconds(self) -> None:
        content = content_of(guide(*(entry(number) for number in range(1, 121))), ODENSE)
        began = time.perf_counter()

        set_pdf(content, at=AT)

        assert time.perf_counter() - began < 8


class TestPrintable:
    def test_leaves_danish_alone(self) -> None:
        assert printable("Ældre på Ærø: »hej« – 100 €\nog mere") == "Ældre på Ærø: »hej« – 100 €\nog mere"

    def test_never_makes_a_heading_empty(self) -> None:
        assert printable("漢字") == "…"
        assert printable("") == ""


class TestDrawable:
    def test_knows_the_letters_of_those_we_print_for(self) -> None:
        letters = "æøåÆØÅéüßÞð ąęłżźğışçñ їєґЯ αΩ جمعيةگپچ ốạđ 0123456789 –—»«“”’…·•€½"

        assert {sign for sign in letters if ord(sign) not in drawable()} == set()
