"""The British profile's keys: ours against the official schemas."""

import pytest

from brobygger.api.british import ENTITIES
from tests.hsds import properties

#: Beside the profile: an organisation may be asked for with its services, and the official lists of places show these.
BESIDE = {"organization": {"services"}, "service_at_location": {"service"}}


@pytest.mark.parametrize("name", ENTITIES)
class TestEntities:
    def test_have_the_official_keys(self, name: str) -> None:
        entity = ENTITIES[name]

        assert entity.keys | set(entity.inside) == properties("uk-3.0", name) | BESIDE.get(name, set())

    def test_fill_and_hold_what_there_is(self, name: str) -> None:
        entity = ENTITIES[name]

        assert set(entity.inside.values()) <= ENTITIES.keys()
        assert set(entity.renamed) <= entity.keys
