// Degrees to places on the map: Lambert's conformal conic, like the wall map in a classroom. Same rule as projection.py.
import { readFileSync } from "node:fs";

export const frame = JSON.parse(readFileSync(new URL("../../brobygger/places/data/map_frame.json", import.meta.url), "utf8"));

const EARTH_RADIUS_KM = 6371.0088;
const radians = (degrees) => (degrees * Math.PI) / 180;
const stretch = (lat) => Math.tan(Math.PI / 4 + radians(lat) / 2);

const [lowLat, highLat] = frame.standard_lats;
const [originX, originLat, originY] = frame.origin;
const cone = Math.log(Math.cos(radians(lowLat)) / Math.cos(radians(highLat))) / Math.log(stretch(highLat) / stretch(lowLat));
const scale = EARTH_RADIUS_KM * frame.units_per_km * ((Math.cos(radians(lowLat)) * stretch(lowLat) ** cone) / cone);
const originRadius = scale / stretch(originLat) ** cone;

/** Where a point would lie without the inset box of Bornholm. */
export function projectPlain([lon, lat]) {
  const radius = scale / stretch(lat) ** cone;
  const angle = cone * radians(lon - frame.central_lon);
  return [originX + radius * Math.sin(angle), originY - originRadius + radius * Math.cos(angle)];
}

/** Where a point lies on the map; Bornholm stands in its box in the north-east. */
export function project([lon, lat]) {
  const [x, y] = projectPlain([lon, lat]);
  if (lon < frame.bornholm.west_of) return [x, y];
  return [x + frame.bornholm.shift[0], y + frame.bornholm.shift[1]];
}
