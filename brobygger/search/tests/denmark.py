"""The whole of Denmark as the package ships it, without a database."""

from brobygger.places.names import slugify
from brobygger.places.package_data import municipalities, postcodes
from brobygger.search.understanding.gazetteer import Area, Gazetteer, NamedPlace, complete


def whole_denmark() -> Gazetteer:
    """Return every municipality, every postcode and what people call places besides."""
    towns = {
        row.code: NamedPlace(
            name=row.name, municipality_code=row.municipality_code, lat=row.lat, lon=row.lon, is_precise=True
        )
        for row in postcodes()
    }
    middle = {town.municipality_code: town for town in reversed(list(towns.values()))}
    areas = {
        row.code: Area(
            code=row.code,
            name=row.name,
            region_code=row.region_code,
            lat=middle[row.code].lat,
            lon=middle[row.code].lon,
            neighbours=frozenset(),
        )
        for row in municipalities()
    }
    places = {
        slugify(area.name): NamedPlace(
            name=area.name, municipality_code=area.code, lat=area.lat, lon=area.lon, is_precise=False
        )
        for area in areas.values()
    }
    for town in towns.values():
        places.setdefault(slugify(town.name), town)
    return complete(areas, places | towns)
