"""Swapping weights while something is measured."""

from threading import Thread

import pytest

from brobygger.search.weights import reviewed_weights, using_weights, weights


class TestUsingWeights:
    def test_changes_what_is_named_and_nothing_else(self) -> None:
        with using_weights({"fit": {"age_misfit": 0.5}}):
            assert weights("fit") == {**reviewed_weights()["fit"], "age_misfit": 0.5}
            assert weights("area") == reviewed_weights()["area"]
        assert weights("fit") == reviewed_weights()["fit"]

    def test_adds_to_what_is_swapped_already(self) -> None:
        with using_weights({"fit": {"age_misfit": 0.5}}), using_weights({"area": {"own": 2.0}}):
            assert (weights("fit")["age_misfit"], weights("area")["own"]) == (0.5, 2.0)

    def test_is_seen_by_this_thread_alone(self) -> None:
        seen: list[float] = []
        with using_weights({"area": {"own": 2.0}}):
            other = Thread(target=lambda: seen.append(weights("area")["own"]))
            other.start()
            other.join()

        assert seen == [reviewed_weights()["area"]["own"]]

    def test_refuses_a_weight_that_nobody_reads(self) -> None:
        with pytest.raises(KeyError, match="age_misift"), using_weights({"fit": {"age_misift": 0.5}}):
            pass

    def test_puts_back_after_an_error(self) -> None:
        with pytest.raises(RuntimeError), using_weights({"area": {"own": 2.0}}):
            raise RuntimeError
        assert weights("area") == reviewed_weights()["area"]
