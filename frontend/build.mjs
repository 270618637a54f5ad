// Builds everything a browser fetches into brobygger/ui/static/ui/: `npm run build`, a few seconds, no network.
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { buildFonts } from "./build/fonts.mjs";
import { buildIcons } from "./build/icons.mjs";
import { packagePath, projectPath } from "./build/paths.mjs";
import { buildPictures } from "./build/pictures.mjs";
import { buildPrintFonts } from "./build/print_fonts.mjs";
import { printSizes } from "./build/report.mjs";
import { buildScripts } from "./build/scripts.mjs";
import { buildStyles } from "./build/styles.mjs";

const target = projectPath("brobygger/ui/static/ui");
const mapBuild = new URL("./map/build.mjs", import.meta.url);
const startedAt = performance.now();

// Built beside the old files and put in their place when whole, so that a running server never misses one.
const workshop = packagePath(".cache/");
await mkdir(workshop, { recursive: true });
const out = await mkdtemp(join(workshop, "brobygger-"));
await chmod(out, 0o755); // mkdtemp keeps others out; the web server is one of them
await Promise.all([buildFonts(out), buildIcons(out), buildPictures(out), buildPrintFonts(out), buildScripts(out)]);
await buildStyles(out);
if (existsSync(mapBuild)) {
  const { buildMap } = await import(mapBuild.href);
  await buildMap({ out });
}

await mkdir(dirname(target), { recursive: true });
await rm(target, { recursive: true, force: true });
await rename(out, target);

await printSizes(target);
console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
