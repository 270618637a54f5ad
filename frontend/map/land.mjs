// The land: OpenStreetMap's coast and national borders, to within a kilometre, from an npm package read at build time.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { intersection } from "polyclip-ts";

import { frame, project, projectPlain } from "./projection.mjs";

const SMALLEST_ISLAND = 0.35; // square units: 0.09 km²
const NEIGHBOURS = ["SWE", "DEU"];

function countries() {
  const path = createRequire(import.meta.url).resolve("@geo-maps/countries-land-1km/map.geo.json");
  return JSON.parse(readFileSync(path, "utf8")).features;
}

const polygonsOf = ({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
const projected = (polygon, how) => polygon.map((ring) => ring.map((point) => how(point)));

export function area(ring) {
  let twice = 0;
  for (let index = 0; index < ring.length; index += 1) {
    const [x, y] = ring[index];
    const [nextX, nextY] = ring[(index + 1) % ring.length];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}

// A little more than the map, so that the cut is never seen.
const [LEFT, TOP, RIGHT, BOTTOM] = [-150, -150, frame.width + 150, frame.height + 150];
const SHEET = [[[LEFT, TOP], [RIGHT, TOP], [RIGHT, BOTTOM], [LEFT, BOTTOM], [LEFT, TOP]]];

const isSeen = (ring) => ring.some(([x, y]) => x > LEFT && x < RIGHT && y > TOP && y < BOTTOM);

/** Denmark's islands and Jutland, largest first, as polygons in map units. Lakes too small to see are left out. */
function denmark(features) {
  return polygonsOf(features.find(({ properties }) => properties.A3 === "DNK"))
    .map((polygon) => projected(polygon, project))
    .filter(([outline]) => area(outline) >= SMALLEST_ISLAND)
    .map(([outline, ...holes]) => [outline, ...holes.filter((hole) => area(hole) >= 2 * SMALLEST_ISLAND)])
    .sort(([a], [b]) => area(b) - area(a));
}

/** What is seen of Sweden and Germany: only to say where we are. */
function abroad(features) {
  return features
    .filter(({ properties }) => NEIGHBOURS.includes(properties.A3))
    .flatMap(polygonsOf)
    .map((polygon) => projected(polygon, projectPlain))
    .filter(([outline]) => isSeen(outline) && area(outline) >= 4 * SMALLEST_ISLAND)
    .flatMap(([outline]) => intersection([outline], SHEET))
    .map(([outline]) => outline);
}

export function readLand() {
  const features = countries();
  return { denmark: denmark(features), abroad: abroad(features) };
}
