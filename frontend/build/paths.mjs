import { fileURLToPath } from "node:url";

const project = new URL("../../", import.meta.url);

export const packageUrl = (path) => new URL(`node_modules/${path}`, project);
export const packagePath = (path) => fileURLToPath(packageUrl(path));
export const projectPath = (path) => fileURLToPath(new URL(path, project));
