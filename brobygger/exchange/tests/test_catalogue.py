"""The catalogue record: judged by the shapes of DCAT-AP (two editions) and DCAT-AP-DK, read by another reader."""

import json
from datetime import UTC, datetime

import pytest
from pyld import jsonld
from pyshacl import validate
from rdflib import DCAT, DCTERMS, Graph, Namespace, URIRef

from brobygger.exchange.register.catalogue import Publisher, as_jsonld, as_turtle, catalogue
from brobygger.exchange.register.manifest import FILES, MadeFile, Manifest
from brobygger.kernel.tests.shared import SHARED

SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = SHARED / "standards" / "dcat-ap"
PORTAL = "https://portal.example"
#: What the Union would like to be told and we cannot: our publisher is none of its bodies, and it knows Denmark.
_WISHES = {DCTERMS.publisher, DCAT.bbox, DCAT.centroid}


@pytest.fixture(scope="module")
def record() -> Graph:
    files = {name: MadeFile(name=name, bytes=1, sha256="0" * 64) for name in FILES}
    made_at = datetime(2026, 11, 22, 11, tzinfo=UTC)
    manifest = Manifest(sequence=7, made_at=made_at, things={}, left_out={}, files=files)
    return catalogue(Publisher(name="Portalen", email="os@portal.example", base_url=PORTAL), manifest)


class TestCatalogue:
    @pytest.mark.parametrize(
        "path",
        [
            "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_shapes.ttl",
            "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_shapes_recommended.ttl",
            "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_range.ttl",
            "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_mdr-vocabularies.shape.ttl",
            "dcat-ap-3.0.1/shapes.ttl",
            "dcat-ap-3.0.1/shapes_recommended.ttl",
            "dcat-ap-3.0.1/range.ttl",
            "dcat-ap-3.0.1/mdr-vocabularies.shape.ttl",
            "dcat-ap-dk-2.0.2/dcat-ap-dk_2.0.2_shacl_shapes.ttl",
            "dcat-ap-dk-2.0.2/dcat-ap-dk_2.0.2_shacl_shapes-strict.ttl",
        ],
    )
    def test_passes_the_shapes(self, record: Graph, path: str) -> None:
        _passes, report, _text = validate(record, shacl_graph=Graph().parse(SHAPES / path), advanced=True)

        results = set(report.objects(None, SH.result)) - set(report.objects(None, SH.detail))
        told = {(report.value(r, SH.resultSeverity), report.value(r, SH.resultPath)) for r in results}
        assert told <= {(SH.Warning, wish) for wish in _WISHES}

    def test_tells_of_each_file_and_each_door(self, record: Graph) -> None:
        files = {str(url) for url in record.objects(None, DCAT.downloadURL)}
        doors = {str(url) for url in record.objects(None, DCAT.endpointURL)}

        assert files == {f"{PORTAL}/aabne-data/filer/{name}" for name in (
            "tilbud.xlsx", "tilbud.csv", "steder.geojson", "hsds.zip", "tilbud.ndjson", "register.ndjson")}  # fmt: skip
        assert doors == {f"{PORTAL}/hsds/3/", f"{PORTAL}/hsds/uk/3/", f"{PORTAL}/hsds/3/changes"}

    def test_can_do_without_an_address_to_write_to(self, record: Graph) -> None:
        files = {name: MadeFile(name=name, bytes=1, sha256="0" * 64) for name in FILES}
        manifest = Manifest(sequence=0, made_at=datetime(2026, 11, 22, tzinfo=UTC), things={}, left_out={}, files=files)
        without = catalogue(Publisher(name="", email="", base_url=PORTAL), manifest)

        assert not list(without.objects(None, URIRef("http://www.w3.org/2006/vcard/ns#hasEmail")))

    def test_is_the_same_as_turtle_and_as_json_ld(self, record: Graph) -> None:
        turtle, json_ld = Graph().parse(data=as_turtle(record)), Graph().parse(data=as_jsonld(record), format="json-ld")

        assert len(turtle) == len(json_ld) == len(record)

    def test_is_read_by_another_reader_of_json_ld(self, record: Graph) -> None:
        expanded = jsonld.expand(json.loads(as_jsonld(record)))

        kinds = [kind for node in expanded for kind in node.get("@type", [])]
        assert kinds.count(str(DCAT.Catalog)) == 1
        assert kinds.count(str(DCAT.Distribution)) == 9
