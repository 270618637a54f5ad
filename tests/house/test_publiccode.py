"""``publiccode.yml`` tells catalogues of public code what this is: it must be whole, and true of this tree."""

import tomllib
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.portal import ROOT

#: What version 0.4 asks for of everybody.
REQUIRED = (
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description",
    "legal.license", "maintenance.type", "maintenance.contacts", "localisation.localisationReady",
    "localisation.availableLanguages",
)  # fmt: skip


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return said


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    said: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return said


class TestPubliccode:
    @pytest.mark.parametrize("path", REQUIRED)
    def test_says_what_it_must(self, told: dict[str, Any], path: str) -> None:
        value: Any = told
        for key in path.split("."):
            value = value[key]

        assert value not in (None, "", [])

    def test_describes_itself_in_every_language_of_the_portal(self, told: dict[str, Any]) -> None:
        assert set(told["localisation"]["availableLanguages"]) == dict(settings.LANGUAGES).keys()
        assert told["description"].keys() == dict(settings.LANGUAGES).keys()
        for said in told["description"].values():
            assert len(said["shortDescription"]) <= 150
            assert 150 <= len(said["longDescription"]) <= 10_000
            assert said["features"]

    def test_is_true_of_this_tree(self, told: dict[str, Any], project: dict[str, Any]) -> None:
        assert told["softwareVersion"] == project["version"]
        assert told["legal"]["license"] == project["license"]["text"]
        python = next(one for one in told["dependsOn"]["open"] if one["name"] == "Python")
        assert project["requires-python"] == f">={python['versionMin']}"
