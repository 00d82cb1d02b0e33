// Part of npm run test:web: `@logCall()` under `experimentalDecorators`, in a program of Nest as a compiler makes it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { readLog } from "./drive.mjs";
import { install } from "./install.mjs";
import { outlines } from "./outline.mjs";

install({ withRuntimes: false });
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(here, "node_modules", "decorators-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("methods of a controller and a service of Nest are logged in their request", () => {
  const { outputText } = ts.transpileModule(readFileSync(join(here, "decorators-app.ts"), "utf8"), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  });
  const program = join(folder, "app.mjs");
  const file = join(folder, "app.log");
  writeFileSync(program, outputText);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, file], {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^reserved 7$/m);
  assert.deepEqual(outlines(readLog(file)).sort(), [
    "✓ http.request method=GET path=/orders/7 → route=/orders/:id status=200\n" +
      '  ✓ Orders.take args=["7"] → result=reserved 7\n' +
      "    ✓ Stock.reserve id=7 → result=reserved 7",
    "✗ http.request method=GET path=/orders/9 RangeError: sold out → route=/orders/:id status=500\n" +
      '  ✗ Orders.take args=["9"] RangeError: sold out\n' +
      "    ✗ Stock.reserve id=9 RangeError: sold out",
  ]);
});
