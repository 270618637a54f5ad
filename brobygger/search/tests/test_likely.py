"""What is told in words that no saying holds: added by likeness, never over what the words say, and doubted names."""

import numpy as np

from brobygger.search.understanding.concept_likeness import Likeness
from brobygger.search.understanding.likely import means_something, with_likely
from brobygger.search.understanding.phrases import Said

FACETS = {
    "psykisk-vold": "need",
    "senfoelger": "need",
    "misbrug": "need",
    "ensomhed": "need",
    "alderdom": "need",
    "faellesspisning": "activity",
    "flygtninge": "target",
}


def keys(said: tuple[Said, ...]) -> list[str]:
    return [one.key for one in said]


class TestLikeness:
    def test_learns_to_tell_topics_apart_whatever_else_varies(self) -> None:
        random = np.random.default_rng(1)
        middles = {"sorg": np.eye(8)[0], "gaeld": np.eye(8)[1], "angst": np.eye(8)[2]}
        names = [key for key in middles for _ in range(20)]
        noise = random.normal(size=(60, 8)) * np.array([0.2, 0.2, 0.2, 3, 3, 3, 3, 3])
        vectors = np.array([middles[key] for key in names]) + noise

        learnt = Likeness.learnt(names, vectors.astype(np.float32))

        found = learnt.scores(np.array([0, 1, 0, 4, -4, 2, 0, 1], dtype=np.float32))
        assert max(found, key=lambda key: found[key]) == "gaeld"
        assert found["gaeld"] > 0


class TestWithLikely:
    def test_adds_what_the_words_do_not_name(self) -> None:
        found = with_likely((), {"psykisk-vold": 30.0, "ensomhed": -5.0}, FACETS)

        assert keys(found) == ["psykisk-vold"]
        assert found[0].places == ()

    def test_adds_nothing_beside_a_need_told_in_a_saying(self) -> None:
        said = (Said("ensomhed", 1.0, (1, 2)),)

        assert with_likely(said, {"psykisk-vold": 30.0, "ensomhed": 1.0}, FACETS) == said

    def test_adds_nothing_that_is_hardly_likely(self) -> None:
        assert with_likely((), {"psykisk-vold": 0.5, "ensomhed": -5.0}, FACETS) == ()

    def test_does_not_make_a_guess_again_that_was_taken_away(self) -> None:
        assert with_likely((), {"psykisk-vold": 30.0}, FACETS, left_out=("psykisk-vold",)) == ()

    def test_is_less_sure_than_a_saying(self) -> None:
        (surely,) = with_likely((), {"psykisk-vold": 30.0}, FACETS)
        (perhaps,) = with_likely((), {"psykisk-vold": 5.0}, FACETS)

        assert 1.0 > surely.weight > perhaps.weight

    def test_doubts_a_name_when_the_whole_surely_means_something_else(self) -> None:
        found = with_likely((Said("misbrug", 0.9, (1,)),), {"senfoelger": 18.0, "misbrug": 1.0}, FACETS)

        assert keys(found) == ["senfoelger", "misbrug"]

    def test_never_takes_an_age_for_a_need(self) -> None:
        assert with_likely((), {"alderdom": 30.0}, FACETS) == ()

    def test_takes_an_activity_only_when_nearly_sure_and_nothing_was_told(self) -> None:
        assert keys(with_likely((), {"faellesspisning": 40.0}, FACETS)) == ["faellesspisning"]
        assert with_likely((), {"faellesspisning": 6.0}, FACETS) == ()

    def test_lets_the_language_count_little_once_the_need_is_known(self) -> None:
        writes_arabic = Said("flygtninge", 0.9, (), is_of_tongue=True)

        found = with_likely((writes_arabic,), {"psykisk-vold": 30.0}, FACETS)

        assert keys(found) == ["psykisk-vold", "flygtninge"]
        assert found[1].weight < 0.5
        assert with_likely((writes_arabic,), {"psykisk-vold": -3.0}, FACETS) == (writes_arabic,)


class TestMeansSomething:
    def test_nonsense_is_like_nothing(self) -> None:
        assert not means_something({"ensomhed": -0.8, "psykisk-vold": -7.0})
        assert means_something({"ensomhed": 4.0})
        assert not means_something({})
