import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";

export async function printSizes(out) {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(file);
    const wire = brotliCompressSync(bytes).length;
    console.log(`${relative(out, file).padEnd(28)} ${kB(bytes.length)} ${kB(wire)} brotli`);
  }
}

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
