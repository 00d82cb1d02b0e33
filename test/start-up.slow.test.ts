// What a process loads before it does its work: the rooms of the command that it was called for, and none beside them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const CLEW = join(root, "packages/cli/bin/clew.js");
const ORDER = join(root, "fixtures/clew/story/order.log");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-start-up-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The files of JavaScript that a process of Node has loaded at its end: its coverage names them all. */
function filesLoadedBy(...args: readonly string[]): string[] {
  const coverage = mkdtempSync(join(folder, "coverage-"));
  const env = { ...process.env, NODE_V8_COVERAGE: coverage, XDG_CONFIG_HOME: folder };
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), "utf8")) as {
      readonly result: readonly { readonly url: string }[];
    };
    return result.flatMap(({ url }) => (url.startsWith("file:") ? fileURLToPath(url) : []));
  });
}

/** The rooms of the command, and the packages beside our own, whose code a call of it has loaded. */
function loadedBy(...args: readonly string[]): { readonly rooms: string[]; readonly packages: string[] } {
  const files = filesLoadedBy(CLEW, ...args);
  const built = files.filter((file) => file.startsWith(join(root, "packages/cli/dist/")));
  expect(built.length).toBeGreaterThan(0);
  const rooms = built.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^\/\/#region src\/([^/\n]+)\//gm)].map(([, room = ""]) => room),
  );
  const packages = files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return { rooms: [...new Set(rooms)].sort(), packages: [...new Set(packages)].sort() };
}

/** What is needed to read logs and to draw them. */
const READING = ["address", "beside", "commands", "filter", "input", "memory", "output", "tracers"];

describe("a command loads what it uses:", () => {
  test("clew --version nothing but the command line", () => {
    expect(loadedBy("--version")).toEqual({ rooms: ["output"], packages: [] });
  });

  test.each(["tree", "tree --failed", "find order"])("clew %s no store, no server, no database", (call) => {
    expect(loadedBy(...call.split(" "), ORDER)).toEqual({ rooms: [...READING, "config"].sort(), packages: [] });
  });

  test("clew pretty the same, without a configuration", () => {
    expect(loadedBy("pretty", ORDER).rooms).toEqual(READING.filter((room) => room !== "beside"));
  });

  test.each(["why", "slow", "stats"])("clew %s what it kept of its answers, too", (command) => {
    expect(loadedBy(command, ORDER)).toEqual({ rooms: [...READING, "kept"].sort(), packages: [] });
  });
});

test('import "clew" loads a file for each room that logging needs, and no code of a thread', () => {
  const dist = join(root, "packages/clew/dist/");
  const files = filesLoadedBy("--input-type=module", "--eval", 'import "clew";').filter((file) =>
    file.startsWith(dist),
  );
  const names = files.map((file) => file.slice(dist.length).replace(/-[\w-]{8}(?=\.js$)/, ""));
  expect(names.sort()).toEqual(["index.node.js", "node.js", "record.js", "wire.js"]);
});
