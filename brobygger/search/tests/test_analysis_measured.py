"""How much of Danish is understood, measured on words that were written before anything was mended for them."""

import tomllib
from pathlib import Path

import pytest

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.tokens import stem
from brobygger.search.tests.factories import demo_documents
from brobygger.search.understanding.concepts import ConceptBook

_EXAMPLES = tomllib.loads((Path(__file__).parent / "analysis_examples.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def analyzer(concepts: ConceptBook) -> Analyzer:
    documents = (f"{d.title} {d.summary} {d.body} {' '.join(d.words)}" for d in demo_documents(concepts))
    said = (text for topic in concepts.topics.values() for text in (*topic.labels, *topic.expressions))
    return Analyzer((*documents, *said))


def test_compounds_are_found_by_their_parts(analyzer: Analyzer) -> None:
    rows = [line.split(":") for line in _EXAMPLES["compounds"].split("\n") if line]
    asked = [(compound, part) for compound, parts in rows for part in parts.split()]
    found = [stem(part) in dict(analyzer.terms(compound)) for compound, part in asked]

    assert sum(found) / len(found) >= 0.9


def test_misspellings_are_repaired(analyzer: Analyzer) -> None:
    pairs = [line.split() for line in _EXAMPLES["misspellings"].split("\n") if line]
    repaired = [stem(analyzer.speller.repair(written)) == stem(meant) for written, meant in pairs]

    assert sum(repaired) / len(repaired) >= 0.88
