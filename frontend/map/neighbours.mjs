// Writes brobygger/places/data/neighbours.csv: who lies next to whom. Run by hand when postcodes.csv or the coast changes.
import { writeFileSync } from "node:fs";

import { readLand } from "./land.mjs";
import { frame } from "./projection.mjs";
import { tessellate } from "./tessellation.mjs";
import { owners, shareBorders } from "./topology.mjs";

/** A shorter common border is more often the tessellation's than the world's; measured in test_neighbours.py. */
const SHORTEST_BORDER_KM = 1.5;
/** Across a sound you can see the houses on the other side, and there is a bridge or a ferry. */
const WIDEST_SOUND_KM = 2;
/** An island that is nobody's neighbour gets its nearest, and others that are hardly farther away. */
const HARDLY_FARTHER_KM = 3;

const length = (line) =>
  line.slice(1).reduce((sum, [x, y], index) => sum + Math.hypot(x - line[index][0], y - line[index][1]), 0) / frame.units_per_km;

function byLand({ arcs, members }) {
  const borders = new Map();
  owners(arcs, members).forEach((codes, index) => {
    if (codes.size !== 2) return;
    const pair = [...codes].sort().join();
    borders.set(pair, (borders.get(pair) ?? 0) + length(arcs[index]));
  });
  return new Map([...borders].filter(([, km]) => km >= SHORTEST_BORDER_KM));
}

const BORNHOLM = "0400";

/** A municipality's shores, island by island. Bornholm stands in a box on the map, so it is moved back to where it is. */
function shores({ code, polygons, islands }) {
  const [shiftX, shiftY] = code === BORNHOLM ? frame.bornholm.shift : [0, 0];
  return polygons.map((polygon, index) => ({
    island: islands[index],
    points: polygon.flat().map(([x, y]) => [x - shiftX, y - shiftY]),
  }));
}

function leastGap(points, others) {
  let least = Infinity;
  for (const [x, y] of points) for (const [otherX, otherY] of others) least = Math.min(least, Math.hypot(x - otherX, y - otherY));
  return least / frame.units_per_km;
}

/** How much water is between two municipalities: only shores of different islands count. */
function gapKm(ours, theirs) {
  const pairs = ours.flatMap((one) => theirs.filter(({ island }) => island !== one.island).map((other) => [one, other]));
  return Math.min(Infinity, ...pairs.map(([one, other]) => leastGap(one.points, other.points)));
}

function byWater(municipalities, land) {
  const coasts = municipalities.map((municipality) => ({ code: municipality.code, parts: shores(municipality) }));
  const gaps = coasts
    .flatMap(({ code: a, parts }, index) => coasts.slice(index + 1).map(({ code: b, parts: others }) => ({ a, b, km: gapKm(parts, others) })))
    .filter(({ a, b }) => !land.has(`${a},${b}`));
  const nearest = (code) => Math.min(...gaps.filter(({ a, b }) => a === code || b === code).map(({ km }) => km));
  const alone = coasts.map(({ code }) => code).filter((code) => ![...land.keys()].some((pair) => pair.split(",").includes(code)));
  const reach = new Map(alone.map((code) => [code, nearest(code) + HARDLY_FARTHER_KM]));
  return gaps.filter(({ a, b, km }) => km <= Math.max(WIDEST_SOUND_KM, reach.get(a) ?? 0, reach.get(b) ?? 0));
}

const municipalities = tessellate(readLand().denmark);
const land = byLand(shareBorders(municipalities));
const rows = [
  ...[...land].map(([pair, km]) => ({ pair, kind: "land", km })),
  ...byWater(municipalities, land).map(({ a, b, km }) => ({ pair: `${a},${b}`, kind: "water", km })),
];
const lines = rows.map(({ pair, kind, km }) => `${pair},${kind},${km.toFixed(1)}`).sort();
writeFileSync(new URL("../../brobygger/places/data/neighbours.csv", import.meta.url), `a,b,kind,km\n${lines.join("\n")}\n`);
console.log(`${land.size} borders by land, ${lines.length - land.size} across water`);
