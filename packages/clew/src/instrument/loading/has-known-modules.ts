import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LIBRARIES } from "../libraries/index.js";

/** Where packages of a program's packages stand that are not its own: pnpm keeps those in a folder of its own. */
const FOLDERS = ["node_modules", join("node_modules", ".pnpm", "node_modules")];

/**
 * Whether a program may load a known library that is of ES modules. Looked for beside its main file and the folder it is
 * started in, and above them; where no packages stand there at all, nobody knows.
 */
export function hasKnownModules(): boolean {
  const ofModules = Object.entries(LIBRARIES).filter(([, { isOfModules }]) => isOfModules);
  const installed = ofModules.flatMap(([name, { isToBeNamed }]) => (isToBeNamed ? [] : [name]));
  const named = ofModules.flatMap(([name, { isToBeNamed }]) => (isToBeNamed ? [name] : []));
  let isUnknown = true;
  const seen = new Set<string>();
  for (const start of [process.argv[1] === undefined ? undefined : dirname(process.argv[1]), process.cwd()]) {
    let isOwn = true;
    for (let folder = start; folder !== undefined && !seen.has(folder); folder = above(folder)) {
      seen.add(folder);
      const names = isOwn ? namesIn(join(folder, "package.json")) : undefined;
      if (names !== undefined) {
        isOwn = false;
        if (named.some((name) => names.has(name))) return true;
      }
      for (const packages of FOLDERS.map((each) => join(folder as string, each))) {
        if (!existsSync(packages)) continue;
        isUnknown = false;
        if (installed.some((name) => existsSync(join(packages, name)))) return true;
      }
    }
  }
  return isUnknown;
}

/** The packages that a package names; `undefined` where there is none to read. */
function namesIn(file: string): ReadonlySet<string> | undefined {
  try {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync(file, "utf8"));
    return new Set(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }));
  } catch {
    return undefined;
  }
}

function above(folder: string): string | undefined {
  const parent = dirname(folder);
  return parent === folder ? undefined : parent;
}
