import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { LIBRARIES } from "../libraries/index.js";

/** Where packages of a program's packages stand that are not its own: pnpm keeps those in a folder of its own. */
const FOLDERS = ["node_modules", join("node_modules", ".pnpm", "node_modules")];

/**
 * Whether a program may load a known library that is of ES modules. Looked for beside its main file and the folder it is
 * started in, and above them; where no packages stand there at all, nobody knows.
 */
export function hasKnownModules(): boolean {
  const names = Object.entries(LIBRARIES).flatMap(([name, { isOfModules }]) => (isOfModules ? [name] : []));
  let isUnknown = true;
  const seen = new Set<string>();
  for (const start of [process.argv[1] === undefined ? undefined : dirname(process.argv[1]), process.cwd()]) {
    for (let folder = start; folder !== undefined && !seen.has(folder); folder = above(folder)) {
      seen.add(folder);
      for (const packages of FOLDERS.map((each) => join(folder as string, each))) {
        if (!existsSync(packages)) continue;
        isUnknown = false;
        if (names.some((name) => existsSync(join(packages, name)))) return true;
      }
    }
  }
  return isUnknown;
}

function above(folder: string): string | undefined {
  const parent = dirname(folder);
  return parent === folder ? undefined : parent;
}
