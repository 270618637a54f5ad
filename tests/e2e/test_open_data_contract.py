"""schemathesis asks the running doors what nobody thought of: by the official description, and by ours."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.live import ask
from tests.hsds import LISTS, STANDARD
from tests.portal import ROOT, Portal

Object = dict[str, Any]
OURS = ROOT / "brobygger/api/data/openapi.json"
#: Where the official descriptions say their schemas are.
_OFFICIAL = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"
_BRITISH = "https://raw.githubusercontent.com/openreferral/uk-profile/main/schema/"
#: We are more tolerant than a schema can say (an empty value counts as not given, "1" as true), on purpose:
#: ``brobygger/api/tests/test_doors.py`` says what is refused.
NOT_ASKED = "negative_data_rejection"
MINIMAL: Object = {"type": "object", "required": ["id", "last_modified"], "maxProperties": 2}
#: The official files document the answer 200 only: not that a value may be wrong, nor what ``format`` does.
PROBLEM: Object = {
    "description": "A problem.",
    "content": {"application/problem+json": {"schema": {"type": "object", "required": ["status", "code", "detail"]}}},
}


def judged(description: Object, folder: Path, url: str, *more: str) -> str:
    """Let schemathesis ask, and return what it said when it was not content."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(description), encoding="utf-8")
    program = Path(sys.executable).with_name("st")
    done = subprocess.run(
        [program, "run", path, "--url", url, "--phases=examples,coverage,fuzzing", "--max-examples=5", "--seed=5",
         "--no-color", "--continue-on-failure", "--warnings=off", *more],
        cwd=folder, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout[-6000:] + done.stderr[-2000:]


def operations(description: Object) -> Iterator[tuple[str, Object]]:
    for path, doors in description["paths"].items():
        yield from ((path, door) for method, door in doors.items() if method in {"get", "post"})


def some_id(portal: Portal, name: str) -> str:
    page = json.loads(ask(portal.url, f"/hsds/3/{name}?per_page=1").body)
    return str(page["contents"][0]["id"])


class TestOurDescription:
    def test_is_true(self, portal: Portal, tmp_path: Path) -> None:
        """Left out is what only words can say: ``proximity`` needs ``postcode``, which exists; the feed has an end."""
        description = json.loads(OURS.read_text(encoding="utf-8"))
        description["components"]["parameters"]["postcode"]["schema"] = {"enum": ["5000", "8000", "1050"]}
        description["components"]["parameters"]["proximity"]["schema"] = {"enum": [""]}
        description["paths"]["/changes"]["get"]["parameters"][0]["schema"] = {"enum": [0, 1, 100]}
        for path, door in operations(description):
            for parameter in door.get("parameters", []):
                if parameter.get("in") == "path":
                    parameter["examples"] = {"one": {"value": some_id(portal, path.split("/")[1])}}
            for body in door.get("requestBody", {}).get("content", {}).values():
                body["schema"]["properties"].pop("proximity", None)
                if "postcode" in body["schema"]["properties"]:
                    body["schema"]["properties"]["postcode"] = {"enum": ["5000", "8000", "1050"]}

        complaint = judged(description, tmp_path, f"{portal.url}/hsds/3", f"--exclude-checks={NOT_ASKED}")

        assert not complaint, complaint


class TestOfficialDescriptions:
    @pytest.mark.parametrize(("base", "version"), [("/hsds/3", "3.1"), ("/hsds/uk/3", "uk-3.0")])
    def test_are_followed(self, portal: Portal, tmp_path: Path, base: str, version: str) -> None:
        description = official(version)
        for path, door in operations(description):
            for parameter in description["paths"][path].get("parameters", []):
                parameter["examples"] = {"one": {"value": some_id(portal, path.split("/")[1])}}
            _mend(path, door)

        not_asked = [NOT_ASKED, "positive_data_acceptance"]  # Every value is "a string" there, also an id.
        if version == "uk-3.0":  # It was made before private searches (POST), which we answer all the same.
            not_asked += ["unsupported_method", "allow_header_conformance"]

        complaint = judged(description, tmp_path, f"{portal.url}{base}", f"--exclude-checks={','.join(not_asked)}")

        assert not complaint, complaint


def official(version: str) -> Object:
    """Return an official description, its schemas looked up in the folder beside it."""
    folder = (STANDARD / version / "schema").as_uri()
    text = (STANDARD / version / "schema" / "openapi.json").read_text(encoding="utf-8")
    for address in (_OFFICIAL, _BRITISH):
        for kind in LISTS:
            text = text.replace(f"{address}compiled/{kind}.json", f"{folder}/{kind}.json")
        text = text.replace(address, f"{folder}/")
    description: Object = json.loads(text)
    # The British file keeps null where the merge patch meant to take something away, and asks for a type "time".
    description["info"] = {key: value for key, value in description["info"].items() if value is not None}
    for parameter in description["components"]["parameters"].values():
        if parameter["schema"]["type"] == "time":
            parameter["schema"] = {"type": "string"}
    return description


def _mend(path: str, door: Object) -> None:
    """Put right what is wrong or missing in the official files (README of the standards, and test docstrings)."""
    door.pop("operationId")  # GET and POST have the same.
    door["responses"]["default"] = PROBLEM
    content = door["responses"]["200"]["content"]
    schema = content["application/json"]["schema"]
    if path == "/service_at_locations/{id}":  # They give it the schema of a service.
        schema["$ref"] = schema["$ref"].replace("service.json", "service_at_location.json")
    if "contents" in schema.get("properties", {}):
        items = schema["properties"]["contents"]
        items["items"] = {"anyOf": [items["items"], MINIMAL]}  # ``minimal`` leaves out what lists require.
        content["application/x-ndjson"] = {"schema": {"type": "string"}}


class TestCheckJsonschema:
    """The schemas once more, by a program that is not ours, as somebody else would run it."""

    @pytest.mark.parametrize("kind", LISTS)
    def test_is_content(self, portal: Portal, tmp_path: Path, kind: str) -> None:
        page = json.loads(ask(portal.url, f"/hsds/3/{LISTS[kind]}?per_page=5").body)
        files = []
        for number, brief in enumerate(page["contents"]):
            files.append(tmp_path / f"{number}.json")
            files[-1].write_bytes(ask(portal.url, f"/hsds/3/{LISTS[kind]}/{brief['id']}").body)
        program = Path(sys.executable).with_name("check-jsonschema")
        schema = STANDARD / "3.1" / "schema" / f"{kind}.json"

        done = subprocess.run(
            [program, "--schemafile", schema, "--base-uri", schema.as_uri(), *files],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

        assert len(files) == 5 or kind == "taxonomy"
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
