"""Our OpenAPI description: in step with the doors, and valid by OpenAPI's own rules."""

import json

from brobygger.api.description import describe
from brobygger.api.hsds_urls import NAMES, urlpatterns
from brobygger.api.parameters import KNOWN, PARAMETERS
from brobygger.api.views.about import OPENAPI
from brobygger.opendata.models import Kind


class TestDescribe:
    def test_is_what_is_sent(self) -> None:
        assert json.loads(OPENAPI.read_text(encoding="utf-8")) == describe(), "Behind: make openapi"

    def test_has_every_door(self) -> None:
        routes = {f"/{pattern.pattern}".replace("<str:thing_id>", "{id}") for pattern in urlpatterns}
        ours = {route.removeprefix("/3") for route in routes if route.startswith("/3/") and not route.endswith("/")}

        assert set(describe()["paths"]) == ours - {"/openapi.json"} | {"/"}

    def test_has_every_parameter_of_every_list(self) -> None:
        paths = describe()["paths"]

        for kind, (many, _one) in NAMES.items():
            named = [each["$ref"].rsplit("/", 1)[1] for each in paths[f"/{many}"]["get"]["parameters"]]
            assert named == list(KNOWN[kind])
        assert {name for names in KNOWN.values() for name in names} == PARAMETERS.keys()
        assert set(KNOWN) == set(Kind)

    def test_points_at_what_is_there(self) -> None:
        description = describe()
        pointers = [part.split('"', 1)[0] for part in json.dumps(description).split('"$ref": "#/')[1:]]

        for pointer in pointers:
            found = description
            for step in pointer.split("/"):
                found = found[step]
