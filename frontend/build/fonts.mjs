// Two families, cut down to the letters that Danish, English and our neighbours' names need.
//   Atkinson Hyperlegible Next (OFL 1.1): text. Drawn for people who see badly: I, l and 1 never look alike.
//   Literata (OFL 1.1): headings. A book face, made for long reading: the library rather than the form.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import subsetFont from "subset-font";

import { packagePath } from "./paths.mjs";

const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");
const nordic = "æøåÆØÅäöÄÖéÉ";
const neighbours = "ðþÐÞüÜßèêëàáâãçíîïñóôõúûýÁÍÓÚÇÑ";
const punctuation = "\u00a0\u00ad–—‘’“”„«»…·•°§©®×½¼€→←↑↓";

const fonts = [
  {
    name: "atkinson.woff2",
    source: "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    text: ascii + nordic + neighbours + punctuation,
    axes: { wght: { min: 400, max: 700 } },
  },
  {
    name: "literata.woff2",
    source: "@fontsource-variable/literata/files/literata-latin-opsz-normal.woff2",
    text: ascii + nordic + "üÜáíóúèêç–—’“”…·\u00a0\u00ad",
    axes: { wght: 600, opsz: 30 },
  },
];

export async function buildFonts(out) {
  await mkdir(join(out, "fonts"), { recursive: true });
  // The Open Font License asks that its text goes where the fonts go.
  await Promise.all(fonts.map(({ name, source }) => copyFile(packagePath(`${source.split("/files/")[0]}/LICENSE`), join(out, "fonts", `${name}.license.txt`))));
  await Promise.all(fonts.map(async ({ name }) => writeFile(join(out, "fonts", name), await fontFor(name, "woff2"))));
}

export async function fontFor(name, targetFormat) {
  const { source, text, axes } = fonts.find((font) => font.name === name);
  const whole = await readFile(packagePath(source));
  return subsetFont(whole, text, { targetFormat, variationAxes: axes });
}
