import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";
import { hub } from "../record/index.js";
import { installCarrier } from "./index.js";

installCarrier();

const folder = mkdtempSync(join(tmpdir(), "clew-locate-"));
const load = createRequire(import.meta.url);

/** Loads a module as a program does, without what the test runner makes of it. */
function moduleOf(name: string, source: string): Record<string, () => unknown> {
  const file = join(folder, name);
  writeFileSync(file, source);
  return load(file) as Record<string, () => unknown>;
}

const addressOf = (name: string): string => pathToFileURL(join(folder, name)).href;

afterAll(() => rmSync(folder, { recursive: true }));

describe("hub.locateFunction, on Node", () => {
  const orders = moduleOf(
    "orders.cjs",
    [
      "exports.arrow = async () => 1;",
      "",
      "exports.plain = function order() {};",
      "class Shop { open() {} }",
      "exports.method = new Shop().open;",
      "exports.bound = exports.arrow.bind(null).bind(null);",
      'exports.nameless = eval("() => 1");',
    ].join("\n"),
  );

  test.each([
    ["arrow", "1:17"],
    ["plain", "3:"],
    ["method", "4:"],
    ["bound", "1:17"],
  ])("tells the file, line and column of a function: %s", (name, place) => {
    expect(hub.locateFunction?.(orders[name])).toContain(`${addressOf("orders.cjs")}:${place}`);
  });

  test("finds a function of a module that was loaded after the last lookup", () => {
    const late = moduleOf("late.cjs", "\n\nexports.late = () => 1;");
    expect(hub.locateFunction?.(late.late)).toBe(`${addressOf("late.cjs")}:3:16`);
  });

  test("tells the place in the source, where source maps are on", () => {
    const map = { version: 3, sources: ["shop.ts"], names: [], mappings: "AAAA" };
    const inline = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;
    process.setSourceMapsEnabled(true);
    try {
      const built = moduleOf("shop.cjs", `exports.built = () => 1;\n//# sourceMappingURL=${inline}\n`);
      expect(hub.locateFunction?.(built.built)).toBe(`${addressOf("shop.ts")}:1:1`);
    } finally {
      process.setSourceMapsEnabled(false);
    }
  });

  test.each([
    ["a function of the runtime", Math.max],
    ["a bound function of the runtime", Math.max.bind(null)],
    ["code without an address", orders.nameless],
    ["no function", "text"],
    ["nothing", undefined],
  ])("tells nothing of %s", (_, located) => {
    expect(hub.locateFunction?.(located)).toBe(undefined);
  });

  test("leaves the program and an attached debugger as they were", () => {
    const attached = new Session();
    attached.connect();
    try {
      attached.post("Debugger.enable");
      const before = Reflect.ownKeys(globalThis);
      hub.locateFunction?.(moduleOf("quiet.cjs", "exports.quiet = () => 1;").quiet);
      expect(Reflect.ownKeys(globalThis)).toEqual(before);
      const seen: string[] = [];
      attached.on("Debugger.scriptParsed", ({ params }) => seen.push(params.url));
      moduleOf("seen.cjs", "");
      expect(seen).toContain(addressOf("seen.cjs"));
    } finally {
      attached.disconnect();
    }
  });

  test("tells nothing, and does not throw, where there is no inspector", () => {
    const missing = vi.spyOn(process, "getBuiltinModule").mockImplementation(() => {
      throw new Error("ERR_INSPECTOR_NOT_AVAILABLE");
    });
    try {
      expect(hub.locateFunction?.(orders.arrow)).toBe(undefined);
    } finally {
      missing.mockRestore();
    }
  });

  // The last one: from here on nothing is told any more.
  test("gives up when so much gets stuck that the answers would slow the program down", () => {
    for (let i = 0; i < 1_000; i++) hub.locateFunction?.(undefined);
    expect(hub.locateFunction?.(orders.arrow)).toBe(undefined);
  });
});
