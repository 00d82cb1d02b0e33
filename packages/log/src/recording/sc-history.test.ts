import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksLikeScHistory, type ReadScHistory, readScHistory, type ScHistory } from "./index.js";

const recorded = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/trio-vis/0.1.0/${name}.json`, import.meta.url), "utf8");

function historyOf(text: string): ScHistory {
  const read: ReadScHistory = readScHistory(text);
  if (!read.ok) throw new Error(read.reason);
  return read.history;
}

type Line = readonly [time: number, desc: string, type: string, name: string, parent?: string];

const file = (...lines: readonly Line[]) =>
  JSON.stringify({
    config: { makeDirectScopeTransparent: true },
    runRecords: lines.map(([time, desc, type, name, parent]) => ({ time, desc, name, type, parent })),
  });

describe("looksLikeScHistory", () => {
  it("tells a recording, also one that is cut off, from a log", () => {
    expect(looksLikeScHistory(recorded("own-cancel"))).toBe(true);
    expect(looksLikeScHistory(recorded("own-cancel").slice(0, 500))).toBe(true);
    expect(
      looksLikeScHistory('{"task_uuid":"a","task_level":[1],"timestamp":1,"message_type":"\\"runRecords\\""}'),
    ).toBe(false);
    expect(looksLikeScHistory('{"config":1}')).toBe(false);
  });
});

describe("readScHistory", () => {
  it("reads a history that is whole, and finds nothing wrong with it", () => {
    const { roots, nodes, from, to, findings } = historyOf(recorded("happy-eyeball"));
    expect(findings).toEqual([]);
    expect([from, to]).toEqual([0, 27]);
    expect(nodes.filter(({ kind }) => kind === "task")).toHaveLength(6);
    expect(roots.map(({ name, exited }) => [name, exited])).toEqual([["fetch_resource-0__TRIO_VIS_Tscope", 27]]);
  });

  it("names the scopes that trio-vis never saw end", () => {
    const { nodes, findings } = historyOf(recorded("own-cancel"));
    expect(findings).toEqual(["2 scopes have no end, which trio-vis often does not see (nursery-0, nursery-1)."]);
    expect(nodes.find(({ name }) => name === "nursery-0")).toMatchObject({ created: 2, exited: undefined });
  });

  it("shows a history in the middle of which trio-vis switched itself off, and what it lacks", () => {
    const { nodes, findings } = historyOf(recorded("own-nested"));
    expect(nodes.filter(({ kind }) => kind === "task")).toHaveLength(9);
    expect(findings).toHaveLength(2);
    expect(findings[0]).toMatch(/^2 tasks have no end: the history stops before it \(main-0, middle-1\)/);
  });

  it.each(["happy-eyeball", "own-cancel", "own-nested"])("reads every record before a cut in %s", (name) => {
    const whole = recorded(name);
    const ends = [...whole.matchAll(/\}/g)].map(({ index }) => index + 1);
    fc.assert(
      fc.property(fc.integer({ min: whole.indexOf("[") + 1, max: whole.lastIndexOf("]") }), (cut) => {
        const records = ends.filter((end) => end > whole.indexOf("[") && end <= cut).length;
        if (records === 0) {
          expect(readScHistory(whole.slice(0, cut)).ok).toBe(false);
          return;
        }
        const { to, findings } = historyOf(whole.slice(0, cut));
        expect(to).toBe(records - 1);
        expect(findings).toContain(
          `The file is cut off after ${records} record${records === 1 ? "" : "s"}: what came later is missing.`,
        );
      }),
    );
  });

  it("leaves out a record that is damaged, and says so", () => {
    const text = recorded("happy-eyeball").replace('"time": 5,', '"time": 5 "broken');
    expect(historyOf(text).findings[0]).toBe("1 record is damaged and left out.");
  });

  it("counts the records that lack what every record has", () => {
    const { findings } = historyOf(file([0, "created", "task", "a"], [1, "left", "task", "a"]));
    expect(findings[0]).toContain("1 record lacks a name, time, type or kind of event");
    expect(findings[0]).toContain("(number 2)");
  });

  it("keeps the first of a name that is created twice, and both where the first has ended", () => {
    const again = historyOf(
      file([0, "created", "scope", "n"], [1, "created", "scope", "n"], [2, "exited", "scope", "n"]),
    );
    expect(again.nodes).toMatchObject([{ created: 0, exited: 2 }]);
    expect(again.findings).toEqual(["1 name was created again while still open; the first is shown (n)."]);
    const reused = historyOf(
      file([0, "created", "task", "n"], [1, "exited", "task", "n"], [2, "created", "task", "n"]),
    );
    expect(reused.nodes).toMatchObject([{ created: 0, exited: 1 }, { created: 2 }]);
  });

  it("shows what outlives the scope around it, what ends without a beginning, and what has a parent that is not there", () => {
    const { nodes, roots, findings } = historyOf(
      file(
        [0, "created", "scope", "s"],
        [1, "created", "task", "a", "s"],
        [2, "exited", "scope", "s"],
        [3, "exited", "task", "a", "s"],
        [4, "exited", "task", "b", "s"],
        [5, "created", "task", "c", "nowhere"],
        [6, "exited", "task", "c", "nowhere"],
      ),
    );
    expect(nodes.map(({ name, parent }) => [name, parent?.name])).toEqual([
      ["s", undefined],
      ["a", "s"],
      ["b", "s"],
      ["c", undefined],
    ]);
    expect(roots).toHaveLength(2);
    expect(findings).toEqual([
      "1 name is known by the end only (b).",
      "1 name stands in something that was never created, and is shown outside (c).",
      "2 names ended after the scope around (a, b).",
    ]);
  });

  it("puts a child that was written before its parent into it", () => {
    const { roots } = historyOf(file([0, "created", "task", "a", "s"], [1, "created", "scope", "s"]));
    expect(roots.map(({ name, children }) => [name, children.length])).toEqual([["s", 1]]);
  });

  it("gives a forest for any records, with everything in it once", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const line = fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom("created", "exited"),
      fc.constantFrom("scope", "task"),
      name,
      fc.option(name, { nil: undefined }),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const { roots, nodes } = historyOf(file(...lines));
        const reached = [...roots];
        for (const node of reached) {
          expect(reached.length).toBeLessThanOrEqual(nodes.length);
          reached.push(...node.children);
        }
        expect(reached).toHaveLength(nodes.length);
        expect(new Set(reached)).toEqual(new Set(nodes));
      }),
    );
  });

  it.each([
    ["", "it is no JSON, and has no `runRecords` in it"],
    ['{"task_uuid":"a"}', "it has no list of `runRecords`, as the sc-logs.json of trio-vis has"],
    ["[1,2]", "it has no list of `runRecords`, as the sc-logs.json of trio-vis has"],
    ['{"config":{},"runRecords":[]}', "none of its records can be used"],
  ])("refuses %j, and says why", (text, reason) => {
    expect(readScHistory(text)).toEqual({ ok: false, reason });
  });
});
