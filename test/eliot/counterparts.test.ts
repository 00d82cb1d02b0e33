import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { COUNTERPARTS, type Counterpart } from "./counterparts.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rows = Object.values(COUNTERPARTS).flat();

function toTable(): string {
  const sections = Object.entries(COUNTERPARTS).map(
    ([title, own]) =>
      `## ${title}\n\n| Eliot | clew | | tested in |\n| --- | --- | --- | --- |\n${own.map(toRow).join("")}`,
  );
  return [
    "# Eliot's names and ours\n",
    "Every name of Eliot 1.17 and eliot-tree 24, with its counterpart, or why there is none. How to go over is told in",
    "[Coming from Eliot](../guides/coming-from-eliot.md). `test/eliot/counterparts.test.ts` writes this page.\n",
    sections.join("\n"),
  ].join("\n");
}

function toRow([theirs, ours, note, tested]: Counterpart): string {
  const place = tested === undefined ? "" : `[${tested[0].split("/").at(-1)}](../../${tested[0]})`;
  return `| ${[theirs, ours === "" ? "none" : ours, note, place].join(" | ")} |\n`.replaceAll("  ", " ");
}

describe("each name of Eliot", () => {
  test("stands in the reference, with ours", async () => {
    await expect(toTable()).toMatchFileSnapshot(`${root}docs/reference/eliots-names.md`);
  });

  test("has a counterpart that is tested, or a reason why there is none", () => {
    const bare = rows.filter(([, ours, note, tested]) => (ours === "" ? note === "" : tested === undefined));
    expect(bare).toEqual([]);
  });

  test("is tested where the table says", () => {
    const missing = rows.filter(
      ([, , , tested]) => tested && !readFileSync(`${root}${tested[0]}`, "utf8").includes(tested[1]),
    );
    expect(missing).toEqual([]);
  });

  test("stands there once", () => {
    expect(new Set(rows.map(([theirs]) => theirs)).size).toBe(rows.length);
  });
});
