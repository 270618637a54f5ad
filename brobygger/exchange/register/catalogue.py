"""What we offer as a catalogue record that data portals harvest: DCAT-AP-DK 2, which is DCAT-AP of the European Union.

Lists of the Union (frequency, language, theme …) are told with their names and the list they are from, so that a
harvester needs nothing else to read the record.
"""

from dataclasses import dataclass

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from brobygger.exchange.register.manifest import FILES, Manifest
from brobygger.opendata.licence import LICENCE_NAME, LICENCE_URL, SOURCES, attribution

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
#: Of the Union's lists: what it is, its list and key, its names, and what it is said to be.
_TERMS: dict[str, tuple[str, str, str, tuple[URIRef, ...]]] = {
    "frequency/HOURLY": ("frequency", "hver time", "hourly", (DCTERMS.Frequency,)),
    "country/DNK": ("country", "Danmark", "Denmark", (DCTERMS.Location,)),
    "data-theme/SOCI": ("data-theme", "befolkning og samfund", "population and society", ()),
    "data-theme/HEAL": ("data-theme", "sundhed", "health", ()),
    "access-right/PUBLIC": ("access-right", "offentlig", "public", (DCTERMS.RightsStatement,)),
    "file-type/CSV": ("file-type", "CSV", "CSV", (DCTERMS.MediaTypeOrExtent,)),
    "file-type/XLSX": ("file-type", "Excel", "Excel", (DCTERMS.MediaTypeOrExtent,)),
    "file-type/GEOJSON": ("file-type", "GeoJSON", "GeoJSON", (DCTERMS.MediaTypeOrExtent,)),
    "file-type/ZIP": ("file-type", "ZIP", "ZIP", (DCTERMS.MediaTypeOrExtent,)),
    "file-type/JSON": ("file-type", "JSON", "JSON", (DCTERMS.MediaTypeOrExtent,)),
    "file-type/RDF_TURTLE": ("file-type", "Turtle", "Turtle", (DCTERMS.MediaTypeOrExtent,)),
}
#: As DCAT-AP-DK has them, which is not as the Union has them now; the Union's own word is told beside.
_DANISH = URIRef("http://publications.europa.eu/resource/dataset/language/DAN")
_AVAILABLE = URIRef("http://data.europa.eu/r5r/availability/available")
_LICENCE_TYPE = URIRef("http://purl.org/adms/licencetype/Attribution")
_PUBLISHER_TYPE = URIRef("http://purl.org/adms/publishertype/NonProfitOrganisation")
_LICENCE = URIRef(LICENCE_URL)
#: When the first files were made for anybody to fetch.
_FIRST_DAY = Literal("2026-11-22", datatype=XSD.date)
_HSDS = URIRef("https://docs.openreferral.org/en/v3.1/")
_KEYWORDS = {
    "da": ("civilsamfund", "frivillige", "foreninger", "sociale tilbud", "ensomhed"),
    "en": ("civil society", "volunteering", "associations", "social services", "loneliness"),
}
#: What each file is, to people, and its place in the Union's list of file types.
_FILES: dict[str, tuple[str, str, str]] = {
    "tilbud.xlsx": ("XLSX", "Tilbud som Excel, en række for hvert", "Offers as Excel, a row for each"),
    "tilbud.csv": ("CSV", "Tilbud som CSV, en række for hvert", "Offers as CSV, a row for each"),
    "steder.geojson": ("GEOJSON", "Steder som GeoJSON", "Places as GeoJSON"),
    "hsds.zip": ("ZIP", "Hele registret som HSDS-tabeller", "The whole register as HSDS tabular data package"),
    "tilbud.ndjson": ("JSON", "Tilbud som HSDS, et på hver linje", "Offers as HSDS, one on each line"),
    "register.ndjson": (
        "JSON",
        "Hele registret, en ting på hver linje",
        "The whole register, a thing on each line",
    ),
}
#: The doors for programs.
_DOORS = (
    ("/hsds/3/", "API i standarden HSDS 3.1", "API in the standard HSDS 3.1"),
    ("/hsds/uk/3/", "API for værktøjer til den britiske profil", "API for tools of the UK profile"),
    ("/hsds/3/changes", "Strøm af ændringer", "Feed of changes"),
)
_NOT_OF_DOORS = (DCTERMS.language, DCTERMS.spatial)
_CONTEXT = {
    "dcat": str(DCAT), "dct": str(DCTERMS), "foaf": str(FOAF), "vcard": str(VCARD), "skos": str(SKOS), "xsd": str(XSD),
    "dcatap": str(DCATAP), "rdfs": str(RDFS),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Whose portal it is: name, where to write (may be empty), and its address without a slash at the end."""

    name: str
    email: str
    base_url: str


def as_turtle(graph: Graph) -> bytes:
    """Return a record as Turtle."""
    return graph.serialize(format="turtle", encoding="utf-8")


def as_jsonld(graph: Graph) -> bytes:
    """Return a record as JSON-LD."""
    return graph.serialize(format="json-ld", context=_CONTEXT, auto_compact=True, indent=1, encoding="utf-8")


def catalogue(publisher: Publisher, manifest: Manifest) -> Graph:
    """Return the record: a catalogue with one data set, its files, and the doors for programs."""
    return _Record(publisher, manifest).graph


class _Record:
    """The graph while it is written."""

    def __init__(self, publisher: Publisher, manifest: Manifest) -> None:
        self.graph, self._publisher, self._manifest = Graph(), publisher, manifest
        for prefix, address in _CONTEXT.items():
            self.graph.bind(prefix, address)
        self._agent, self._dataset, self._catalogue = self._at("#udgiver"), self._at("#register"), self._at("")
        self._tell_of_the_publisher()
        self._tell_of_the_licence()
        self._tell_of_the_dataset()
        self._tell_of_files()
        self._tell_of_doors()
        self._tell_of_the_catalogue()
        self._tell_of_the_lists()

    def _at(self, path: str) -> URIRef:
        return URIRef(f"{self._publisher.base_url}/aabne-data/{path}")

    def _say(self, node: Node, kind: URIRef, *said: tuple[URIRef, Node]) -> None:
        self.graph.add((node, RDF.type, kind))
        for predicate, value in said:
            self.graph.add((node, predicate, value))

    def _in_both(self, node: Node, predicate: URIRef, *, da: str, en: str) -> None:
        self.graph.add((node, predicate, Literal(da, lang="da")))
        self.graph.add((node, predicate, Literal(en, lang="en")))

    def _tell_of_the_publisher(self) -> None:
        name = self._publisher.name or "Brobygger"
        self._say(self._agent, FOAF.Agent, (FOAF.name, Literal(name, lang="da")), (DCTERMS.type, _PUBLISHER_TYPE))
        contact = self._at("#kontakt")
        self._say(contact, VCARD.Organization, (VCARD.fn, Literal(name)), (RDF.type, VCARD.Kind))
        self.graph.add((contact, VCARD.hasURL, URIRef(f"{self._publisher.base_url}/om/")))
        if self._publisher.email:
            self.graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{self._publisher.email}")))

    def _tell_of_the_licence(self) -> None:
        self._say(_LICENCE, DCTERMS.LicenseDocument, (DCTERMS.type, _LICENCE_TYPE), (RDFS.label, Literal(LICENCE_NAME)))
        line = attribution(name=self._publisher.name, base_url=self._publisher.base_url)
        rights = self._at("#navngivelse")
        self._say(rights, DCTERMS.RightsStatement, (RDFS.label, Literal(line, lang="da")))
        provenance = self._at("#ophav")
        self._say(provenance, DCTERMS.ProvenanceStatement, (RDFS.label, Literal(" ".join(SOURCES), lang="da")))

    def _tell_of_the_dataset(self) -> None:
        self._say(self._dataset, DCAT.Dataset, *self._in_common(), *self._dates())
        self._in_both(
            self._dataset, DCTERMS.title,
            da="Åbne tilbud fra det danske civilsamfund", en="Open offers of Danish civil society",
        )  # fmt: skip
        self._in_both(
            self._dataset, DCTERMS.description,
            da="Tilbud fra foreninger og andre, som man kan bruge uden en afgørelse fra kommunen: for hvem, hvor, "
            "hvornår, og hvornår nogen sidst sagde, at det passer.",
            en="What associations and others offer without a decision by a municipality: for whom, where, when, and "
            "when somebody last said that it is right.",
        )  # fmt: skip
        for predicate, value in (
            (DCTERMS.accrualPeriodicity, _eu("frequency/HOURLY")), (DCTERMS.provenance, self._at("#ophav")),
            (DCTERMS.identifier, Literal(str(self._dataset))), (DCAT.landingPage, self._page("/aabne-data/")),
            (DCTERMS.conformsTo, self._standard()), (DCTERMS.temporal, self._period()),
        ):  # fmt: skip
            self.graph.add((self._dataset, predicate, value))

    def _in_common(self) -> list[tuple[URIRef, Node]]:
        """Return what is so of the data set and of the doors to it."""
        said: list[tuple[URIRef, Node]] = [
            (DCTERMS.publisher, self._agent), (DCAT.contactPoint, self._at("#kontakt")),
            (DCAT.theme, _eu("data-theme/SOCI")), (DCAT.theme, _eu("data-theme/HEAL")),
            (DCTERMS.accessRights, _eu("access-right/PUBLIC")),
            (DCTERMS.language, _DANISH), (DCTERMS.spatial, _eu("country/DNK")),
        ]  # fmt: skip
        return said + [
            (DCAT.keyword, Literal(word, lang=language)) for language, words in _KEYWORDS.items() for word in words
        ]

    def _dates(self) -> list[tuple[URIRef, Node]]:
        day = Literal(self._manifest.made_at.date().isoformat(), datatype=XSD.date)
        return [(DCTERMS.issued, _FIRST_DAY), (DCTERMS.modified, day)]

    def _period(self) -> Node:
        period = BNode()
        until = Literal(self._manifest.made_at.date().isoformat(), datatype=XSD.date)
        self._say(period, DCTERMS.PeriodOfTime, (DCAT.startDate, _FIRST_DAY), (DCAT.endDate, until))
        return period

    def _page(self, path: str) -> URIRef:
        page = URIRef(f"{self._publisher.base_url}{path}")
        self.graph.add((page, RDF.type, FOAF.Document))
        return page

    def _standard(self) -> Node:
        self._say(_HSDS, DCTERMS.Standard, (DCTERMS.title, Literal("Open Referral HSDS 3.1", lang="en")))
        return _HSDS

    def _tell_of_files(self) -> None:
        """Tell of each file, but not how large it is: editions of the standard want that as different types."""
        for name, (format_, da, en) in _FILES.items():
            file, address = self._at(f"#{name}"), self._at(f"filer/{name}")
            media_type = URIRef(_IANA + FILES[name].media_type.partition(";")[0])
            self._say(media_type, DCTERMS.MediaType)
            self._say(
                file, DCAT.Distribution, (DCAT.accessURL, self._at("filer/")), (DCAT.downloadURL, address),
                (DCTERMS.format, _eu(f"file-type/{format_}")), (DCAT.mediaType, media_type), *self._terms_of_use(),
                *self._dates(),
            )  # fmt: skip
            self._in_both(file, DCTERMS.title, da=da, en=en)
            self._in_both(file, DCTERMS.description, da=f"{da}.", en=f"{en}.")
            self.graph.add((self._dataset, DCAT.distribution, file))

    def _terms_of_use(self) -> list[tuple[URIRef, Node]]:
        return [
            (DCTERMS.license, _LICENCE), (DCTERMS.rights, self._at("#navngivelse")),
            (DCATAP.availability, _AVAILABLE), (DCTERMS.language, _DANISH),
        ]  # fmt: skip

    def _tell_of_doors(self) -> None:
        for path, da, en in _DOORS:
            address = URIRef(f"{self._publisher.base_url}{path}")
            door, entrance = (
                self._at(f"#{path.strip('/').replace('/', '-')}"),
                self._at(f"#fil{path.replace('/', '-')}"),
            )
            described = URIRef(f"{self._publisher.base_url}/hsds/3/openapi.json")
            self._say(
                door, DCAT.DataService, (DCAT.endpointURL, address), (DCAT.servesDataset, self._dataset),
                (DCAT.endpointDescription, described), (DCTERMS.conformsTo, self._standard()),
                (DCTERMS.license, _LICENCE), *(one for one in self._in_common() if one[0] not in _NOT_OF_DOORS),
                (DCAT.landingPage, self._page("/udviklere/")),
            )  # fmt: skip
            self._say(
                entrance, DCAT.Distribution, (DCAT.accessURL, address), (DCAT.accessService, door),
                (DCTERMS.format, _eu("file-type/JSON")), *self._terms_of_use(), *self._dates(),
            )  # fmt: skip
            for node in (door, entrance):
                self._in_both(node, DCTERMS.title, da=da, en=en)
                self._in_both(node, DCTERMS.description, da=f"{da}.", en=f"{en}.")
            self.graph.add((self._dataset, DCAT.distribution, entrance))
            self.graph.add((self._catalogue, DCAT.service, door))

    def _tell_of_the_catalogue(self) -> None:
        themes = URIRef(f"{_EU}data-theme")
        self._say(
            self._catalogue, DCAT.Catalog, (DCAT.dataset, self._dataset), (DCTERMS.publisher, self._agent),
            (FOAF.homepage, self._page("/aabne-data/")), (DCTERMS.license, _LICENCE), (DCAT.themeTaxonomy, themes),
            (DCTERMS.language, _DANISH), (DCTERMS.spatial, _eu("country/DNK")), *self._dates(),
        )  # fmt: skip
        self._in_both(self._catalogue, DCTERMS.title, da="Brobyggers åbne data", en="Open data of Brobygger")
        self._in_both(
            self._catalogue, DCTERMS.description,
            da="Det, Brobygger udgiver, så andre kan bruge det.", en="What Brobygger publishes for others to use.",
        )  # fmt: skip

    def _tell_of_the_lists(self) -> None:
        """Say of each word of the Union's lists what it is, so that the record can be read alone."""
        for path, (list_, da, en, kinds) in _TERMS.items():
            self._word(_eu(path), URIRef(_EU + list_), da, en)
            for kind in kinds:
                self.graph.add((_eu(path), RDF.type, kind))
        self._word(_DANISH, URIRef(f"{_EU}language"), "dansk", "Danish")
        self._word(_AVAILABLE, URIRef(f"{_EU}planned-availability"), "tilgængelig", "available")
        self.graph.add((_DANISH, RDF.type, DCTERMS.LinguisticSystem))
        self.graph.add((_DANISH, SKOS.exactMatch, _eu("language/DAN")))
        self.graph.add((_AVAILABLE, SKOS.exactMatch, _eu("planned-availability/AVAILABLE")))
        self._word(_LICENCE_TYPE, URIRef("http://purl.org/adms/licencetype/1.0"), "navngivelse", "attribution")
        self._word(_PUBLISHER_TYPE, URIRef("http://purl.org/adms/publishertype/1.0"), "forening", "non-profit")

    def _word(self, word: URIRef, list_: URIRef, da: str, en: str) -> None:
        self._say(word, SKOS.Concept, (SKOS.inScheme, list_))
        self._in_both(word, SKOS.prefLabel, da=da, en=en)
        self._say(list_, SKOS.ConceptScheme, (DCTERMS.title, Literal(str(list_).rsplit("/", 1)[-1], lang="en")))


def _eu(path: str) -> URIRef:
    return URIRef(_EU + path)
