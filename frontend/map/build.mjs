// Draws brobygger/ui/static/ui/map/denmark.svg: part of `npm run build`, or alone with `node frontend/map/build.mjs`.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { readLand } from "./land.mjs";
import { pathData, reversed, rounded } from "./lines.mjs";
import { frame } from "./projection.mjs";
import { tessellate } from "./tessellation.mjs";
import { owners, shareBorders, tint } from "./topology.mjs";

const COAST_RADIUS = 3;
const BORDER_RADIUS = 9;
const ABROAD_RADIUS = 4;

const isClosed = (line) => line[0][0] === line.at(-1)[0] && line[0][1] === line.at(-1)[1];

function drawMunicipalities(municipalities) {
  const { arcs, members, neighbours } = shareBorders(municipalities);
  const shared = owners(arcs, members);
  const lines = arcs.map((arc, index) => rounded(arc, shared[index].size > 1 ? BORDER_RADIUS : COAST_RADIUS, isClosed(arc)));
  const tints = tint(members, neighbours);
  const ring = (indexes) => pathData(indexes.map((index) => (index < 0 ? reversed(lines[~index]) : lines[index])));
  return members.map(({ code, polygons }, index) => {
    const data = polygons.flat().map(ring).join("");
    return `<path id="k${code}" class="t${tints[index]}" d="${data}"/>`;
  });
}

function drawFrame() {
  const [x, y, width, height] = frame.bornholm.frame.map((value) => value * 10);
  return `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="60"/>`;
}

async function draw() {
  const land = readLand();
  const css = (await readFile(new URL("style.css", import.meta.url), "utf8")).replace(/\/\*.*?\*\/\s*/gs, "").replaceAll("\n", "");
  const abroad = land.abroad.map((ring) => pathData([rounded(ring, ABROAD_RADIUS, true)])).join("");
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}">`,
    `<style>${css}</style>`,
    `<g transform="scale(.1)">`,
    `<rect class="sea" x="-9000" y="-9000" width="24000" height="26000"/>`,
    `<path class="abroad" d="${abroad}"/>`,
    drawFrame(),
    `<use href="#land" class="shallow"/><use href="#land" class="shore"/><use href="#land" class="coast"/>`,
    `<g class="land"><g id="land">`,
    ...drawMunicipalities(tessellate(land.denmark)),
    `</g></g></g></svg>`,
  ];
  return parts.join("\n");
}

/** Write map/denmark.svg below `out`. */
export async function buildMap({ out }) {
  const folder = join(out, "map");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "denmark.svg"), await draw());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildMap({ out: fileURLToPath(new URL("../../brobygger/ui/static/ui/", import.meta.url)) });
}
