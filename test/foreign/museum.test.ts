import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runClew } from "../../packages/cli/src/testing/run-clew.js";

const MUSEUM = fileURLToPath(new URL("../../fixtures/foreign/", import.meta.url));

const LOGS = ["dialects", "documents", "wrappers"].flatMap((folder) =>
  readdirSync(`${MUSEUM}${folder}`)
    .filter((file) => !file.endsWith(".trees"))
    .map((file) => `${folder}/${file}`),
);

describe("clew tree --json", () => {
  test.each(LOGS)("reads %s as it did", async (log) => {
    const { stdout, stderr } = await runClew("tree", "--json", `${MUSEUM}${log}`);
    const said = stderr.replaceAll(`${MUSEUM}${log.slice(0, log.indexOf("/") + 1)}`, "");
    expect(stdout + said).toBe(readFileSync(`${MUSEUM}${log}.trees`, "utf8"));
  });

  test("has a museum of sixty logs at least", () => expect(LOGS.length).toBeGreaterThanOrEqual(60));
});

describe("what carries a line", () => {
  const wrapped = LOGS.filter((log) => log.startsWith("wrappers/") && !/partial|two-wrappers/.test(log));

  test.each(wrapped)("changes nothing of the tasks in it: %s", async (log) => {
    const tasks = async (name: string) => {
      const { stdout } = await runClew("tree", "--json", `${MUSEUM}${name}`);
      const all = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { readonly root: Root });
      return all.slice(0, 2).map(({ root }) => root);
    };
    expect(await tasks(log)).toEqual(await tasks("wrappers/docker-json-file.log"));
  });
});

type Root = Readonly<Record<string, unknown>>;
