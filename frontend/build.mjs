// Builds everything a browser fetches into brobygger/ui/static/ui/: `npm run build`, a few seconds, no network.
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { buildFonts } from "./build/fonts.mjs";
import { buildIcons } from "./build/icons.mjs";
import { buildPictures } from "./build/pictures.mjs";
import { printSizes } from "./build/report.mjs";
import { buildScripts } from "./build/scripts.mjs";
import { buildStyles } from "./build/styles.mjs";

const out = fileURLToPath(new URL("../brobygger/ui/static/ui/", import.meta.url));
const mapBuild = new URL("./map/build.mjs", import.meta.url);
const startedAt = performance.now();

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([buildFonts(out), buildIcons(out), buildPictures(out), buildScripts(out)]);
await buildStyles(out);
if (existsSync(mapBuild)) {
  const { buildMap } = await import(mapBuild.href);
  await buildMap({ out });
}

await printSizes(out);
console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
