// Borders are shared: a stretch between two municipalities is one line, drawn and rounded once.
import { neighbors } from "topojson-client";
import { topology } from "topojson-server";

const GRID = 1e4; // squares along the longer side: about forty metres
const TINTS = 4;

/** @returns {{ arcs: number[][][], municipalities: { code: string, arcs: number[][][] }[], neighbours: number[][] }} */
export function shareBorders(municipalities) {
  const geometries = municipalities.map(({ code, polygons }) => ({
    type: "Feature",
    id: code,
    properties: {},
    geometry: { type: "MultiPolygon", coordinates: polygons },
  }));
  const shared = topology({ all: { type: "FeatureCollection", features: geometries } }, GRID);
  const { scale, translate } = shared.transform;
  const arcs = shared.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const { geometries: members } = shared.objects.all;
  return { arcs, members: members.map(({ id, arcs: rings }) => ({ code: id, polygons: rings })), neighbours: neighbors(members) };
}

/** How many municipalities each line belongs to: one is coast, two is a border. */
export function owners(arcs, members) {
  const sets = arcs.map(() => new Set());
  for (const { code, polygons } of members) {
    for (const index of polygons.flat(2)) sets[index < 0 ? ~index : index].add(code);
  }
  return sets;
}

/** Few tints, never the same on both sides of a border. */
export function tint(members, neighbours) {
  const tints = [];
  members.forEach((_, index) => {
    const taken = neighbours[index].map((other) => tints[other]);
    const start = index % TINTS;
    const order = Array.from({ length: TINTS }, (__, step) => (start + step) % TINTS);
    tints.push(order.find((candidate) => !taken.includes(candidate)) ?? start);
  });
  return tints;
}
