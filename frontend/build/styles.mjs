// SCSS → one stylesheet: Det Fælles Designsystem's parts in our colours, our own layout on top.
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { transform } from "lightningcss";
import * as sass from "sass";

import { packageUrl, projectPath } from "./paths.mjs";

const designSystem = packageUrl("dkfds/src/stylesheets/");
const entry = projectPath("frontend/styles/brobygger.scss");
const ourColours = projectPath("frontend/styles/theme/_fds-colors.scss");
const project = projectPath("brobygger/");
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const targets = { chrome: version(105), firefox: version(110), safari: version(15, 6), ios_saf: version(15, 6) };

export async function buildStyles(out) {
  const { css } = sass.compile(entry, { importers: [themedDesignSystem], silenceDeprecations: ["if-function"], quietDeps: true });
  const { code } = transform({ filename: "brobygger.css", code: Buffer.from(withoutImages(css)), minify: true, targets });
  await writeFile(join(out, "brobygger.css"), code);
  await writeFile(join(out, "widget.css"), ownSheet("frontend/styles/widget.scss"));
}

// Pages inside other people's pages are to be light: no design system and no fonts.
function ownSheet(path) {
  const { css } = sass.compile(projectPath(path));
  return transform({ filename: "widget.css", code: Buffer.from(css), minify: true, targets }).code;
}

// `@use "dkfds:…"` loads the design system with its palette swapped for ours, so that every component
// follows our custom properties, and with them dark mode, without a rule of it being written twice.
const themedDesignSystem = {
  canonicalize(address) {
    if (!address.startsWith("dkfds:/")) return null;
    const found = candidates(address.slice("dkfds:/".length)).find((path) => existsSync(new URL(path, designSystem)));
    return found ? new URL(`dkfds:/${found}`) : null;
  },
  load({ pathname }) {
    const file = pathname.endsWith("/_fds-colors.scss") ? ourColours : new URL(pathname.slice(1), designSystem);
    return { contents: readFileSync(file, "utf8"), syntax: "scss" };
  },
};

function candidates(path) {
  const [, folder = "", name] = path.match(/^(.*\/)?([^/]+?)(?:\.scss)?\/?$/);
  return [`${folder}_${name}.scss`, `${folder}${name}.scss`, `${folder}${name}/_index.scss`];
}

// The design system draws check marks and arrows with image files; ours are drawn in CSS and follow the text colour.
function withoutImages(css) {
  return css.replace(/background-image:\s*url\([^)]*svg-icons[^)]*\);?/g, "");
}
