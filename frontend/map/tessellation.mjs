// Municipalities without their borders: every spot of land belongs to the nearest postcode point on the same island.
import { Delaunay } from "d3-delaunay";
import { intersection, union } from "polyclip-ts";

import { readTable } from "./csv.mjs";
import { frame, project } from "./projection.mjs";

const BOUNDS = [-50, -50, frame.width + 50, frame.height + 50];

function postcodePoints() {
  const seen = new Set();
  return readTable("postcodes.csv")
    .map((row) => ({ code: row.kommunekode, at: project([Number(row.lon), Number(row.lat)]) }))
    .filter(({ at }) => !seen.has(at.join()) && seen.add(at.join()));
}

function isInside([x, y], ring) {
  let inside = false;
  for (let index = 0, last = ring.length - 1; index < ring.length; last = index, index += 1) {
    const [x1, y1] = ring[index];
    const [x2, y2] = ring[last];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

const gap = ([x, y], ring) => Math.min(...ring.map(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY)));

/** Which land each point is on; a point that the rounded coast has left in the water goes to the nearest shore. */
function pointsByLand(points, land) {
  const groups = land.map(() => []);
  for (const point of points) {
    let index = land.findIndex(([outline]) => isInside(point.at, outline));
    if (index < 0) {
      const gaps = land.map(([outline]) => gap(point.at, outline));
      index = gaps.indexOf(Math.min(...gaps));
    }
    groups[index].push(point);
  }
  return groups;
}

function nearestCode([outline], points) {
  const gaps = points.map(({ at }) => gap(at, outline));
  return points[gaps.indexOf(Math.min(...gaps))].code;
}

/** Share one piece of land between the municipalities whose points are on it. */
function share(land, points) {
  const voronoi = Delaunay.from(points.map(({ at }) => at)).voronoi(BOUNDS);
  const cells = new Map();
  points.forEach(({ code }, index) => cells.set(code, [...(cells.get(code) ?? []), index]));
  return [...cells].map(([code, indexes]) => {
    const whole = union(...indexes.map((index) => [voronoi.cellPolygon(index)]));
    return { code, polygons: intersection(whole, land) };
  });
}

/** Every municipality's polygons in map units: [{ code, polygons, islands }], islands[i] tells which land polygons[i] is on. */
export function tessellate(land) {
  const points = postcodePoints();
  const groups = pointsByLand(points, land);
  const shares = land.flatMap((polygon, island) => {
    const codes = new Set(groups[island].map(({ code }) => code));
    const [only = nearestCode(polygon, points)] = codes;
    const parts = codes.size > 1 ? share(polygon, groups[island]) : [{ code: only, polygons: [polygon] }];
    return parts.flatMap(({ code, polygons }) => polygons.map((part) => ({ code, part, island })));
  });
  const codes = [...new Set(shares.map(({ code }) => code))].sort();
  return codes.map((code) => {
    const own = shares.filter((one) => one.code === code);
    return { code, polygons: own.map(({ part }) => part), islands: own.map(({ island }) => island) };
  });
}
