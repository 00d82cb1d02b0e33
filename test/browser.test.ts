import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "tsdown";
import { describe, expect, test } from "vitest";

const library = fileURLToPath(new URL("../packages/clew/dist", import.meta.url));

/** The bytes of a program's bundle for browsers: minified, and then gzipped. */
async function bundle(program: string): Promise<{ code: string; gzipped: number }> {
  const folder = mkdtempSync(join(tmpdir(), "clew-browser-"));
  try {
    const entry = join(folder, "main.js");
    writeFileSync(entry, program);
    await build({
      entry,
      outDir: join(folder, "out"),
      platform: "browser",
      format: "esm",
      minify: true,
      dts: false,
      config: false,
      logLevel: "silent",
      sourcemap: false,
      alias: { clew: `${library}/index.js`, "clew/scope": `${library}/scope.js` },
      noExternal: [/.*/],
    });
    const code = readFileSync(join(folder, "out/main.js"), "utf8");
    return { code, gzipped: gzipSync(code).length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("a browser's bundle", { timeout: 60_000 }, () => {
  test.each([
    ["of actions and messages", 'import { addDestination, logMessage, withAction } from "clew"', 9_500],
    ["of all that clew exports", 'import * as clew from "clew"; globalThis.clew = clew', 16_000],
    [
      "of scopes too",
      'import * as clew from "clew"; import * as scope from "clew/scope"; globalThis.all = [clew, scope]',
      26_000,
    ],
  ])("%s is small, and has nothing of Node", async (_, program, atMost) => {
    const names = /import \{ (.*?) \}/.exec(program)?.[1];
    const { code, gzipped } = await bundle(names === undefined ? program : `${program}; globalThis.all = [${names}];`);
    expect(gzipped).toBeLessThan(atMost);
    expect(code).not.toMatch(/["']node:/);
  });

  test("runs with the globals of a browser only, and knows the action until the first await", async () => {
    const { code } = await bundle(`
      import { addDestination, currentAction, logMessage, toFile, withAction } from "clew";
      addDestination(({ message_type }) => message_type && globalThis.logged.push(message_type));
      const here = () => currentAction()?.type;
      globalThis.done = withAction("click", async (action) => {
        logMessage("in the action");
        const before = here();
        await null;
        action.log("by the action");
        return [before, here()];
      });
      try { toFile("x.log"); } catch (error) { globalThis.refused = error.code; }
    `);
    const logged: string[] = [];
    const timers = { setTimeout, clearTimeout, queueMicrotask };
    const global = createContext({ performance, crypto, TextEncoder, TextDecoder, console, logged, ...timers });
    runInContext(code.replace(/export\s*\{\s*\};?/g, ""), global);
    expect(await global.done).toEqual(["click", undefined]);
    expect(logged).toEqual(["in the action", "by the action"]);
    expect(global.refused).toBe("CLEW_NEEDS_NODE");
  });
});
