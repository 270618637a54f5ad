// brobygger.js: what every page may use, a few kB. filters.js: htmx, only where there are filters. search.js: suggestions
// and saved searches, where there is a search box. passkeys.js: where somebody shows or makes a passkey. reviews.js:
// where somebody decides. editor.js: keeps what is typed while somebody writes about an offer. widget.js: on other
// people's pages. widget-frame.js: in the frame it makes. builder.js: where somebody makes a list for their own page.
// developers.js: shows answers of the doors below the forms that ask.
import { build } from "esbuild";

import { projectPath } from "./paths.mjs";

const source = (name) => projectPath(`frontend/scripts/${name}`);

export async function buildScripts(out) {
  await build({
    entryPoints: [source("brobygger.js"), source("filters.js"), source("search.js"), source("editor.js"), source("passkeys.js"), source("reviews.js"), source("widget.js"), source("widget-frame.js"), source("builder.js"), source("developers.js")],
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2020"],
    legalComments: "none",
  });
}
