"""The two commands of the room say what they did, or in one sentence why not."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from brobygger.places.models import Municipality
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.places.tests.test_services import collection, square

pytestmark = pytest.mark.django_db


class TestLoadPlaces:
    def test_says_how_much_there_is(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load-places")

        assert "98 kommuner, 1089 postnumre" in capsys.readouterr().out


class TestImportBorders:
    def test_says_what_is_ready_and_what_was_left_out(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        MunicipalityFactory(code="0461")
        file = tmp_path / "dagi.geojson"
        file.write_text(json.dumps(collection(square("0461"), square("0411", west=11.0))), encoding="utf-8")

        call_command("import-borders", str(file), "--source", "DAGI 2026")

        told = capsys.readouterr().out
        assert "Grænser for 1 kommuner" in told
        assert "0411" in told

    @pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"features": [1]}'])
    def test_refuses_a_broken_file_in_one_sentence(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "dagi.geojson"
        file.write_bytes(content)

        with pytest.raises(CommandError):
            call_command("import-borders", str(file), "--source", "DAGI 2026")

        assert not Municipality.objects.with_border().exists()

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="Kan ikke læse"):
            call_command("import-borders", str(tmp_path / "missing.geojson"), "--source", "DAGI 2026")
