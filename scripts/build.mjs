// Builds the packages, the library first: the command is compiled against its types.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsdown = fileURLToPath(new URL("../node_modules/tsdown/dist/run.mjs", import.meta.url));

for (const folder of ["packages/clew", "packages/cli"]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsdown, "--logLevel", "warn"], {
    cwd: `${root}${folder}`,
    encoding: "utf8",
  });
  if (status === 0) continue;
  console.error(`${stdout}${stderr}\nBuilding ${folder} failed.`);
  process.exit(1);
}
