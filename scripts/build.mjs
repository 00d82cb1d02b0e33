// Builds the packages, the library first: the command is compiled against its types.
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsdown = fileURLToPath(new URL("../node_modules/tsdown/dist/run.mjs", import.meta.url));

for (const folder of ["packages/clew", "packages/cli"]) {
  // What is packed carries its licence and its description.
  for (const page of ["README.md", "LICENSE"]) cpSync(`${root}${page}`, `${root}${folder}/${page}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsdown, "--logLevel", "warn"], {
    cwd: `${root}${folder}`,
    encoding: "utf8",
  });
  if (status === 0) continue;
  console.error(`${stdout}${stderr}\nBuilding ${folder} failed.`);
  process.exit(1);
}

// What `clew demo` runs and reads stands once, in the examples and the fixtures.
const stage = `${root}packages/cli/dist/demo`;
cpSync(`${root}examples/shop`, `${stage}/shop`, { recursive: true, filter: (path) => !path.endsWith(".md") });
cpSync(`${root}fixtures/python-eliot/1.13/docs-parent-child.log`, `${stage}/python-eliot/docs-parent-child.log`);
