// The families of the printed guide as TrueType, which is what typesetting reads: the portal's own two, and Noto for names
// in alphabets those lack. All OFL 1.1; each PDF carries the letters it uses.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import subsetFont from "subset-font";

import { packagePath } from "./paths.mjs";

const latin = [[0x20, 0x7e], [0xa0, 0x24f], [0x2b0, 0x36f], [0x1e00, 0x1eff], [0x2010, 0x2044], [0x20a0, 0x20bf], [0x2100, 0x214f], [0x2190, 0x2193], [0x2212, 0x2212], [0x25a0, 0x25cf], [0x2713, 0x2713]];
const greekAndCyrillic = [[0x370, 0x52f], [0x1f00, 0x1fff]];
const arabic = [[0x600, 0x6ff], [0x750, 0x77f], [0x200c, 0x200f], [0xfb50, 0xfdff], [0xfe70, 0xfeff]];

const families = [
  { name: "atkinson-hyperlegible-next", face: "AtkinsonHyperlegibleNext", weights: ["400Regular", "400Regular_Italic", "700Bold"], ranges: latin },
  { name: "literata", face: "Literata", weights: ["600SemiBold"], ranges: [...latin, ...greekAndCyrillic] },
  { name: "noto-sans", face: "NotoSans", weights: ["400Regular", "700Bold"], ranges: [...latin, ...greekAndCyrillic] },
  { name: "noto-sans-arabic", face: "NotoSansArabic", weights: ["400Regular", "700Bold"], ranges: arabic },
];

export async function buildPrintFonts(out) {
  const folder = join(out, "print");
  await mkdir(folder, { recursive: true });
  await Promise.all(families.map((family) => buildFamily(family, folder)));
}

async function buildFamily({ name, face, weights, ranges }, folder) {
  const letters = ranges.map(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n)).join("")).join("");
  await copyFile(packagePath(`@expo-google-fonts/${name}/LICENSE_FONT`), join(folder, `${name}.license.txt`));
  for (const weight of weights) {
    const whole = await readFile(packagePath(`@expo-google-fonts/${name}/${weight}/${face}_${weight}.ttf`));
    await writeFile(join(folder, `${face}_${weight}.ttf`), await subsetFont(whole, letters, { targetFormat: "truetype" }));
  }
}
