// Writes beside each log of the museum what the built command makes of it.
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const museum = fileURLToPath(new URL("../../fixtures/foreign/", import.meta.url));
const command = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));

for (const folder of ["dialects", "documents", "wrappers"]) {
  for (const file of readdirSync(`${museum}${folder}`)) {
    if (file.endsWith(".trees")) continue;
    const { stdout, stderr } = spawnSync(process.execPath, [command, "tree", "--json", file], {
      cwd: `${museum}${folder}`,
      encoding: "utf8",
    });
    writeFileSync(`${museum}${folder}/${file}.trees`, stdout + stderr);
  }
}
