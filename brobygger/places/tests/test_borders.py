"""Files from the authorities are understood in their spellings and systems; faulty ones are refused in plain words."""

from typing import Any

import numpy as np
import pytest

from brobygger.places.borders import BordersUnreadable, count_points, read_borders, simplify_borders
from brobygger.places.utm import to_degrees

SQUARE = [[10.0, 55.0], [10.2, 55.0], [10.2, 55.2], [10.0, 55.2], [10.0, 55.0]]


def feature(**changes: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "Feature", "properties": {"kommunekode": "0461"}, "geometry": geometry} | changes


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


class TestToDegrees:
    # Worked out with PROJ 9.5.1, EPSG:4258 to EPSG:25832: Odense, Skagen, Rønne far east of the zone, Blåvand.
    @pytest.mark.parametrize(
        ("metres", "degrees"),
        [
            ((588_026.448, 6_140_183.478), (10.39, 55.40)),
            ((595_253.938, 6_400_888.956), (10.60, 57.74)),
            ((864_142.608, 6_120_821.468), (14.71, 55.10)),
            ((441_972.332, 6_157_494.771), (8.08, 55.56)),
        ],
    )
    def test_gives_longitude_and_latitude(self, metres: tuple[float, float], degrees: tuple[float, float]) -> None:
        found = to_degrees(np.array([metres]))[0]

        assert found == pytest.approx(degrees, abs=2e-8)


class TestReadBorders:
    @pytest.mark.parametrize("name", ["kommunekode", "KOMKODE", "kode", "komkode"])
    @pytest.mark.parametrize("code", ["0461", "461", 461])
    def test_knows_the_spellings_of_the_code(self, name: str, code: object) -> None:
        assert list(read_borders(collection(feature(properties={name: code})))) == ["0461"]

    def test_gathers_several_areas_of_one_municipality(self) -> None:
        assert len(read_borders(collection(feature(), feature()))["0461"]) == 2

    def test_takes_metres_as_well_as_degrees(self) -> None:
        metres = [[563_967.42, 6_095_248.71], [573_967.42, 6_095_248.71], [573_967.42, 6_105_248.71]]
        ring = [*metres, metres[0]]

        read = read_borders(collection(feature(geometry={"type": "Polygon", "coordinates": [ring]})))

        assert read["0461"][0][0][0].tolist() == pytest.approx([10.0, 55.0], abs=1e-5)

    @pytest.mark.parametrize(
        ("broken", "says"),
        [
            ([], "FeatureCollection"),
            ("text", "FeatureCollection"),
            ({"features": []}, "FeatureCollection"),
            (collection("text"), "nr. 1 har ingen egenskaber"),
            (collection(feature(), feature(properties={})), "nr. 2 mangler en kommunekode"),
            (collection(feature(properties={"kode": "Odense"})), "mangler en kommunekode"),
            (collection(feature(properties={"kode": None})), "mangler en kommunekode"),
            (collection(feature(geometry=None)), "Polygon eller MultiPolygon"),
            (collection(feature(geometry={"type": "Point", "coordinates": [10, 55]})), "men er Point"),
            (collection(feature(geometry={"type": "Polygon", "coordinates": []})), "færre end|ingen koordinater"),
            (collection(feature(geometry={"type": "Polygon", "coordinates": None})), "ingen koordinater"),
            (collection(feature(geometry={"type": "Polygon", "coordinates": [[[10, 55]]]})), "færre end fire"),
            (collection(feature(geometry={"type": "Polygon", "coordinates": [[["a", "b"]] * 4]})), "ikke er tal"),
            (collection(feature(geometry={"type": "Polygon", "coordinates": [[1, 2, 3, 4]]})), "ikke er tal"),
            (collection(feature(geometry={"type": "Polygon", "coordinates": [[[55, 10]] * 4]})), "uden for Danmark"),
            (collection(feature(geometry={"type": "Polygon", "coordinates": [[[1e9, 1e9]] * 4]})), "uden for Danmark"),
        ],
    )
    def test_says_what_is_wrong_with_which_area(self, broken: object, says: str) -> None:
        with pytest.raises(BordersUnreadable, match=says):
            read_borders(broken)


class TestSimplifyBorders:
    def test_keeps_shared_borders_shared(self) -> None:
        wavy = [[10.2 + (step % 2) * 0.02, 55.0 + step * 0.02] for step in range(11)]
        left = [[10.0, 55.0], *wavy, [10.0, 55.2], [10.0, 55.0]]
        right = [[10.4, 55.2], *wavy[::-1], [10.4, 55.0], [10.4, 55.2]]
        read = read_borders(
            collection(
                feature(geometry={"type": "Polygon", "coordinates": [left]}),
                feature(properties={"kode": "0420"}, geometry={"type": "Polygon", "coordinates": [right]}),
            )
        )

        simple = simplify_borders(read)

        shared = {tuple(point) for point in simple["0461"][0][0]} & {tuple(point) for point in simple["0420"][0][0]}
        assert shared == {(round(x, 4), round(y, 4)) for x, y in wavy}

    def test_leaves_out_points_that_nobody_can_see(self) -> None:
        many = [[10.0 + step * 0.0002, 55.0] for step in range(1000)]
        ring = [*many, [10.2, 55.2], [10.0, 55.2], [10.0, 55.0]]
        read = read_borders(collection(feature(geometry={"type": "Polygon", "coordinates": [ring]})))

        assert count_points(simplify_borders(read)["0461"]) <= 6

    def test_leaves_out_islets_but_never_all_of_a_municipality(self) -> None:
        islet = [[10.5, 55.0], [10.5005, 55.0], [10.5005, 55.0005], [10.5, 55.0]]
        both = feature(geometry={"type": "MultiPolygon", "coordinates": [[SQUARE], [islet]]})
        alone = feature(properties={"kode": "0492"}, geometry={"type": "Polygon", "coordinates": [islet]})

        simple = simplify_borders(read_borders(collection(both, alone)))

        assert (len(simple["0461"]), len(simple["0492"])) == (1, 1)
