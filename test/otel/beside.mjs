// npm run test:otel, second part: clew and OpenTelemetry in one process, with versions 2 and 3 of its SDK.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runtimeFor } from "./sdk.mjs";

const cwd = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "clew-beside-"));
after(() => rmSync(folder, { recursive: true }));

/** Twelve requests, of each of which a redirect and a repetition make ten calls that are answered. */
const REQUESTS = 12;

for (const version of ["2", "3"]) {
  const runtime = runtimeFor(version);
  for (const order of ["otel-alone", "clew-first", "otel-first", "clew-alone"]) {
    for (const manager of ["shared", "own"]) {
      test(`SDK ${version}, ${order}, a context manager that is ${manager}: one tree a trace, one traceparent a call`, () => {
        const both = run(runtime, version, "both", order, manager);
        assert.equal(both.spans, both.starts, "each span is an action, and each action a span");
        assert.equal(both.ends, both.starts);
        assert.deepEqual([both.spansTwice, both.placesTwice, both.missing], [0, 0, 0]);
        assert.deepEqual([both.traces, both.trees], [REQUESTS, REQUESTS]);
        const counts = new Set(Object.values(both.seen).flat());
        assert.deepEqual([...counts], [1], JSON.stringify(both.seen));
        assert.equal(Object.keys(both.seen).length, 8);
      });
    }
    // What OpenTelemetry does by itself is its own.
    if (order !== "otel-alone") {
      test(`SDK ${version}, ${order}, not joined: one traceparent a call all the same`, () => {
        const { seen } = run(runtime, version, "apart", order, "own");
        assert.deepEqual([...new Set(Object.values(seen).flat())], [1], JSON.stringify(seen));
      });
    }
    test(`SDK ${version}, ${order}, spans as actions alone: one tree a request`, () => {
      const one = run(runtime, version, "spans", order, "shared");
      assert.deepEqual([one.trees, one.placesTwice, one.missing], [REQUESTS, 0, 0]);
      assert.equal(one.ends, one.starts);
      assert.deepEqual([...new Set(Object.values(one.seen).flat())], [1]);
    });
  }

  test(`SDK ${version}: what spans and contexts can do`, () => {
    const { status, stdout } = spawnSync(runtime, ["--test", "spans.mjs"], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, OTEL_SDK: version, NODE_TEST_CONTEXT: undefined },
    });
    assert.equal(status, 0, stdout);
  });
}

test("what the bridge takes and gives fits OpenTelemetry's own types", () => {
  const tsc = join(cwd, "../../node_modules/.bin/tsc");
  const { status, stdout } = spawnSync(tsc, ["-p", "."], { cwd, encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

function run(runtime, ...args) {
  const file = join(folder, `${args.join("-")}.log`);
  return JSON.parse(execFileSync(runtime, ["beside-app.mjs", ...args, file], { cwd, encoding: "utf8" }));
}
