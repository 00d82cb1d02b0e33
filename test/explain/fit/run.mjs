// Learns the weights of evidence and the scaling of confidence anew, on generated systems, and prints them with how they
// do on seeds that they were not learnt on: npm run fit:answers 6. Folders with cases of other systems may follow the number
// of cases. The constants stand in packages/clew/src/explain/changes, evidence.ts and suspects.ts.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const folder = mkdtempSync(join(tmpdir(), "clew-fit-"));
const file = join(folder, "fit.mjs");
try {
  const bundle = await rolldown({ input: fileURLToPath(new URL("fit.ts", import.meta.url)), platform: "node" });
  await bundle.write({ file, format: "esm" });
  const { learn } = await import(pathToFileURL(file).href);
  learn(Number(process.argv[2] ?? 6), process.argv.slice(3));
} finally {
  rmSync(folder, { recursive: true });
}
