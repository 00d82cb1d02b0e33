import { describe, expect, test } from "vitest";
import { fromFragment, type PageState, START, toFragment } from "./index.js";

const FULL: PageState = {
  view: "task",
  log: "baseline",
  query: {
    text: "a&b=#?é",
    types: ["order", "ship & pack"],
    statuses: ["failed", "incomplete"],
    notTypes: ["tick"],
    fields: [
      { field: "a=b", value: '"x"' },
      { field: "a=b", value: "3", op: "above" },
      { field: "c", value: "", op: "is not" },
    ],
    from: 1700000000.25,
    to: 1700000001,
    minDurationSeconds: 0.5,
    maxDurationSeconds: 2,
    like: "3e9d…",
    counted: {
      side: "a",
      change: { kind: "own_time", action_path: ["a&b", "c"], item: "x", value: "#" },
      of: { a: {}, b: { statuses: ["failed"], text: "x=1&y" } },
    },
  },
  sort: "duration",
  descending: false,
  task: "3e9d…",
  at: "/2/1",
  folded: ["/2", "/3/1"],
  zoom: { of: "task 3e9d…", from: 1700000000.25, to: 1700000000.5 },
  scopesOf: { recording: "sc-logs.json" },
  lane: "3e9d…@/2/1",
  find: "x y",
  list: "groups",
  by: "order.place.region",
  chart: "heatmap",
  apart: { fields: [{ field: "a&b", value: "#?" }], minDurationSeconds: 1 },
  pick: '["a","b"]',
  slowest: true,
  a: "one",
  b: "two",
  setA: {},
  setB: { statuses: ["failed"], text: "x=1&y" },
};

describe("an address", () => {
  test("carries the whole state of the page and gives it back", () => {
    expect(fromFragment(`#${toFragment(FULL)}`)).toEqual(FULL);
  });

  test("carries a figure of a comparison with a baseline", () => {
    const query = { counted: { side: "b", change: { kind: "failed", action_path: ["order", "pay"] } } } as const;
    expect(fromFragment(toFragment({ ...START, query })).query).toEqual(query);
    for (const bad of [
      '["c","failed",["a"]]',
      '["a","drop",["a"]]',
      '["a","failed",[1]]',
      '["a","failed","a"]',
      "{",
      "{}",
    ]) {
      expect(fromFragment(`overview?counted=${encodeURIComponent(bad)}`).query).toEqual({});
    }
  });

  test("says that the scopes are those of all tasks", () => {
    expect(fromFragment(toFragment({ ...START, scopesOf: "tasks" })).scopesOf).toBe("tasks");
  });

  test("is as short as the view's name at the start", () => {
    expect(toFragment(START)).toBe("overview");
    expect(fromFragment("")).toEqual(START);
    expect(fromFragment("#why").view).toBe("why");
  });

  test("that is damaged means the start wherever it makes no sense", () => {
    const rubbish =
      '#nowhere?sort=-colour&status=maybe&from=soon&field=[1]&field={&field=["a","b","c"]&list=all&log=other&zoom=["a",2,1]&zoom=x&recording=&scopes=all&chart=pie&slowest=yes&min=&to=Infinity&%E0%A4%A';
    expect(fromFragment(rubbish)).toEqual(START);
  });
});
