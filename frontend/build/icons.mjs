// One sprite with the icons we use (frontend/icons.json): Det Fælles Designsystem's set first, our own drawings beside it.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { packagePath, projectPath } from "./paths.mjs";

const designSystem = packagePath("dkfds/src/img/svg-icons");
const own = projectPath("frontend/pictures/icons");
const list = projectPath("frontend/icons.json");

export async function buildIcons(out) {
  const names = JSON.parse(await readFile(list, "utf8"));
  const symbols = await Promise.all(names.map(symbol));
  await writeFile(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function symbol(name) {
  const file = [own, designSystem].map((folder) => join(folder, `${name}.svg`)).find(existsSync);
  if (!file) throw new Error(`icons.json names "${name}", which neither we nor the design system have drawn`);
  const svg = await readFile(file, "utf8");
  const viewBox = svg.match(/viewBox="([^"]+)"/)[1];
  return `<symbol id="${name}" viewBox="${viewBox}">${drawing(svg)}</symbol>`;
}

function drawing(svg) {
  return svg
    .replace(/<\?xml[^>]*>|<!--[\s\S]*?-->|<title>[\s\S]*?<\/title>/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
    .replace(/<path d="M0 0h24v24H0z?" fill="none"\s*\/>|<path fill="none" d="M0 0h24v24H0z?"\s*\/>/gi, "")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .trim();
}
