"""Step ``addresses``: every question as the address of its results page."""

from brobygger.search.forms import params_from
from tests.bench.questions import questions
from tests.bench.search.steps import tell

if __name__ == "__main__":
    tell([f"/soeg/?{params_from(one.filters)}" for one in questions()])
