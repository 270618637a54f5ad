// The mark as favicon, app icons and the picture that is shown when somebody shares a link. All drawn by us.
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Resvg } from "@resvg/resvg-js";

import { fontFor } from "./fonts.mjs";
import { projectPath } from "./paths.mjs";

const picture = (name) => projectPath(`frontend/pictures/${name}`);

export async function buildPictures(out) {
  const [mark, small] = await Promise.all(["mark.svg", "mark-small.svg"].map((name) => readFile(picture(name), "utf8")));
  await Promise.all([
    copyFile(picture("favicon.svg"), join(out, "favicon.svg")),
    copyFile(picture("site.webmanifest"), join(out, "site.webmanifest")),
    writeFile(join(out, "favicon.ico"), ico([draw(small, 16), draw(small, 32)])),
    writeFile(join(out, "apple-touch-icon.png"), draw(mark.replace(' rx="16"', ""), 180)),
    writeFile(join(out, "icon-192.png"), draw(mark, 192)),
    writeFile(join(out, "icon-512.png"), draw(mark, 512)),
    writeFile(join(out, "og.png"), await shareCard()),
  ]);
}

function draw(svg, width, fontFiles = []) {
  return new Resvg(svg, { fitTo: { mode: "width", value: width }, font: { loadSystemFonts: false, fontFiles } }).render().asPng();
}

// The front page's own illustration under the words, so that there is one drawing to keep.
async function shareCard() {
  const [card, page] = await Promise.all([picture("og.svg"), projectPath("brobygger/ui/templates/ui/illustration.html")].map((file) => readFile(file, "utf8")));
  const drawing = page.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  const folder = await mkdtemp(join(tmpdir(), "brobygger-"));
  try {
    const fontFile = join(folder, "literata.ttf");
    await writeFile(fontFile, await fontFor("literata.woff2", "truetype"));
    return draw(card.replace("<!-- illustration -->", drawing), 1200, [fontFile]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

// An .ico file is a small table of PNGs: 6 bytes of head, 16 for each picture, then the pictures.
function ico(pngs) {
  const head = Buffer.alloc(6 + 16 * pngs.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pngs.length, 4);
  let offset = head.length;
  pngs.forEach((png, index) => {
    const at = 6 + 16 * index;
    head.writeUInt8(png.readUInt32BE(16), at);
    head.writeUInt8(png.readUInt32BE(20), at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pngs]);
}
