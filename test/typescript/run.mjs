// npm run test:typescript: earlier compilers, as projects that have stayed with them use them: CommonJS, by `node10`, which
// finds entry points by `main`, `types` and `typesVersions`; library checks on; with and without `experimentalDecorators`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(join(here, "node_modules"))) {
  const args = ["install", "--no-save", "--no-fund", "--no-audit"];
  const { status, stderr } = spawnSync("npm", args, { cwd: here, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}
// Within this folder, from which the built program finds the package.
const out = mkdtempSync(join(here, "node_modules", "out-"));
after(() => rmSync(out, { recursive: true, force: true }));

for (const compiler of ["typescript54", "typescript59"]) {
  for (const decorators of ["true", "false"]) {
    test(`${compiler}, commonjs by node10, experimentalDecorators ${decorators}`, () => {
      const tsc = join(here, "node_modules", compiler, "lib/tsc.js");
      const args = ["-p", here, "--experimentalDecorators", decorators, "--outDir", out];
      const { status, stdout } = spawnSync(process.execPath, [tsc, ...args], { encoding: "utf8" });
      assert.equal(status, 0, stdout);
      const ran = spawnSync(process.execPath, [join(out, "program.js")], { encoding: "utf8" });
      assert.equal(ran.status, 0, ran.stderr);
      assert.match(ran.stdout, /take started[\s\S]*take succeeded/);
    });
  }
}
