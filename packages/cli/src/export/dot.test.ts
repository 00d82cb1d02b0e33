import { Graphviz } from "@hpcc-js/wasm-graphviz";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { action, anyLog, ELIOT_LOGS, exported, golden, ORDER } from "./in-test.js";

const graphviz = await Graphviz.load();

interface Drawing {
  readonly objects?: readonly { readonly name: string; readonly label: string }[];
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly style?: string }[];
}

/** What Graphviz itself understands of a text. Throws where it understands nothing. */
function understood(dot: string): Drawing {
  return JSON.parse(graphviz.layout(dot, "dot_json", "dot"));
}

describe("clew export --to dot", () => {
  test("draws an order as it always has", async () => {
    const dot = await exported("dot", ORDER);
    expect(graphviz.layout(dot, "svg", "dot")).toContain("order.place");
    await expect(dot).toMatchFileSnapshot(golden("dot"));
  });

  test.each(ELIOT_LOGS)("is understood by Graphviz, for %s", async (log) => {
    expect(understood(await exported("dot", log))).toBeDefined();
  });

  test("is understood by Graphviz whatever the log holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const dot = await exported("dot", log);
        expect(dot).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
        understood(dot);
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  test("shows names as they are", async () => {
    const name = 'a"b\\N &lt; <b> {x|y} \\';
    const svg = graphviz.layout(await exported("dot", action([], name, 0, 10)), "svg", "dot");
    expect(svg).toContain("a&quot;b\\N &amp;lt; &lt;b&gt; {x|y} \\");
  });

  test("draws a cause in another task with a dashed arrow, and one of another log as such", async () => {
    const log = [
      ...action([], "one", 0, 10, { task: "t1" }),
      ...action([], "two", 20, 30, { task: "t2", clew_follows_from: ["t1@/", "gone@/4"] }),
    ];
    const { objects = [], edges = [] } = understood(await exported("dot", log));
    const label = (index: number) => objects[index]?.label.split("\\n")[0];
    expect(edges.map(({ tail, head, style }) => [label(tail), label(head), style])).toEqual([
      ["one", "two", "dashed"],
      ["(not in this log)", "two", "dashed"],
    ]);
  });
});
