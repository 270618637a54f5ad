// The package's own small tables: commas, double quotes around what holds a comma, no line breaks inside.
import { readFileSync } from "node:fs";

const FIELD = /("(?:[^"]|"")*"|[^,]*)(?:,|$)/y;

function fields(line) {
  const found = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < line.length) {
    const [, field] = FIELD.exec(line);
    found.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
  }
  return found;
}

/** The lines of brobygger/places/data/<name> as objects. */
export function readTable(name) {
  const text = readFileSync(new URL(`../../brobygger/places/data/${name}`, import.meta.url), "utf8");
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const names = fields(header);
  return lines.map((line) => Object.fromEntries(fields(line).map((value, index) => [names[index], value])));
}
