// The state of the code that answers: an answer of other code is worked out anew. Versions tell apart what was installed,
// and the sizes and times of files what was built since.

import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { BUILT } from "../places.js";

let known: string | undefined;

/** Another text for each state of the code. */
export function codeState(): string {
  known ??= JSON.stringify([...versions(), ...built()]);
  return known;
}

function versions(): readonly string[] {
  const require = createRequire(new URL("main.js", BUILT));
  const packages = ["../package.json", "clew/package.json", "@clew/log/package.json"].map(
    (name) => require(name) as { readonly version: string },
  );
  // A report is kept in the form of the engine's own copies.
  return [...packages.map(({ version }) => version), process.versions.v8];
}

function built(): readonly (number | undefined)[] {
  const require = createRequire(new URL("main.js", BUILT));
  const files = [
    fileURLToPath(new URL("main.js", BUILT)),
    require.resolve("clew/explain"),
    require.resolve("clew/parse"),
    require.resolve("@clew/log"),
  ];
  return files.flatMap((file) => {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    return [size, mtimeMs];
  });
}
