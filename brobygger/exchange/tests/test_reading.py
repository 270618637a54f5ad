"""Files from other people's spreadsheets: read whatever they were saved as, refused when they may harm us."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from brobygger.exchange.reading import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, FileRefused, Table, read_table

HEADER = ("Navn", "Telefon", "Sted")
ROW = ("Sorgcafé på Ærø", "12 34 56 78", "Ærøskøbing")
TEXT = "\n".join(";".join(row) for row in (HEADER, ROW))


def workbook(*rows: tuple[object, ...], sheets: tuple[str, ...] = ("Ark1",)) -> bytes:
    """Return an Excel file; the last sheet has the rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "d-m-yyyy", "strings_to_formulas": False}) as book:
        pages = [book.add_worksheet(name) for name in sheets]
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    pages[-1].write(number, column, cell)
    return file.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_is_read_in_any_usual_encoding(self, encoding: str) -> None:
        assert read_table(TEXT.encode(encoding)) == Table(header=HEADER, rows=(ROW,), numbers=(2,))

    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    def test_is_read_with_any_usual_delimiter(self, delimiter: str) -> None:
        assert read_table(TEXT.replace(";", delimiter).encode()).rows == (ROW,)

    def test_keeps_lines_and_quotes_inside_cells(self) -> None:
        table = read_table('Navn;Tekst\nCafé;"To ""gode"" linjer\nmed; semikolon"\n'.encode())

        assert table.rows == (("Café", 'To "gode" linjer\nmed; semikolon'),)

    def test_leaves_out_empty_rows_and_counts_as_a_spreadsheet_does(self) -> None:
        table = read_table(b"\n;;\nNavn;Sted\n\nA;B\n;\nC\n")

        assert (table.header, table.rows, table.numbers) == (("Navn", "Sted"), (("A", "B"), ("C", "")), (5, 7))

    def test_names_columns_that_have_none_or_the_same(self) -> None:
        assert read_table(b"Navn;;Navn;\nA;B;C;D\n").header == ("Navn", "Kolonne 2", "Navn (3)")


class TestExcel:
    def test_is_read_as_people_write(self) -> None:
        row = (12, 1.5, True, date(2026, 11, 22), datetime(2026, 11, 22, 14, 30), time(9, 0), "Café")

        table = read_table(workbook(tuple("abcdefg"), row))

        assert table.rows[0][:2] == ("12", "1,5")
        assert table.rows[0][2] == "ja"
        assert table.rows[0][3].startswith("2026-11-22")
        assert table.rows[0][4] == "2026-11-22 14:30"
        assert table.rows[0][6] == "Café"

    def test_takes_the_first_sheet_with_anything_in_it(self) -> None:
        assert read_table(workbook(HEADER, ROW, sheets=("Vejledning", "Tilbud"))).rows == (ROW,)


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "tom"),
            (b"\n;;\n", "tom"),
            (b"Navn;Sted\n", "ingen rækker"),
            (b"\xd0\xcf\x11\xe0" + b"x" * 600, "ældre Excel"),
            (b"MZ\x90\x00\x03\x00\x00\x00", "ikke en tekstfil"),
            (b"\x7fELF\x02\x01\x01\x00", "ikke en tekstfil"),
            (b"PK\x03\x04 i stykker", "i stykker"),
            (b"x" * (MOST_BYTES + 1), "for stor"),
            (b"a;b\n" + b"1;2\n" * (MOST_ROWS + 1), "flere end"),
            (b";".join([b"a"] * (MOST_COLUMNS + 1)) + b"\n1\n", "kolonner"),
            (b'a;b\n"' + b"x" * 200_000 + b"\n", "alt for lang"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_say_kindly_what_is_wrong(self, content: bytes, says: str) -> None:
        with pytest.raises(FileRefused, match=says):
            read_table(content)

    def test_of_a_zip_file_that_is_no_spreadsheet(self) -> None:
        with pytest.raises(FileRefused, match="ikke et regneark"):
            read_table(package({"virus.exe": b"MZ"}))

    def test_of_macros(self) -> None:
        with pytest.raises(FileRefused, match="makroer"):
            read_table(package({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}))

    def test_of_a_zip_bomb(self) -> None:
        with pytest.raises(FileRefused, match="fylder alt for meget"):
            read_table(package({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 40_000_000}))

    def test_of_thousands_of_parts(self) -> None:
        with pytest.raises(FileRefused, match="for mange dele"):
            read_table(package({"xl/workbook.xml": b"<x/>"} | {f"xl/{n}.xml": b"" for n in range(1001)}))

    @pytest.mark.parametrize("before", [0, 256 * 1024 - 4])
    def test_of_an_xml_bomb(self, before: int) -> None:
        bomb = b'<?xml version="1.0"?>' + b" " * before + b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>'

        with pytest.raises(FileRefused, match="i XML"):
            read_table(package({"xl/workbook.xml": bomb}))

    def test_of_two_cells_with_half_a_terabyte_between_them(self) -> None:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            sheet.write(0, 0, "Navn")
            sheet.write(1_048_575, 16_383, "x")

        assert len(file.getvalue()) < 10_000
        with pytest.raises(FileRefused, match="alt for stort"):
            read_table(file.getvalue())

    @pytest.mark.parametrize("times", [20_000_000, 2_000_000_000])
    def test_of_one_cell_that_says_it_is_many(self, times: int) -> None:
        cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}"/>'
        row = cell.replace("/>", "><text:p>x</text:p></table:table-cell>")
        space = "urn:oasis:names:tc:opendocument:xmlns:"
        content = (
            f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
            f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet><table:table table:name="A">'
            f"<table:table-row>{row}</table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>"
        )
        mimetype = b"application/vnd.oasis.opendocument.spreadsheet"

        with pytest.raises(FileRefused):
            read_table(package({"mimetype": mimetype, "content.xml": content.encode()}))

    def test_of_a_spreadsheet_that_is_broken_inside(self) -> None:
        with pytest.raises(FileRefused):
            read_table(package({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}))
