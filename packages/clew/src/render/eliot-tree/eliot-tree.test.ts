import { describe, expect, test } from "vitest";
import { Parser, parseLine, type TaskTree } from "../../parse/index.js";
import { type EliotTreeOptions, renderEliotTree } from "../index.js";

const START = '"task_uuid":"t1","action_type":"app:request","action_status":"started","timestamp":1700000000.373456';
const END = '"task_uuid":"t1","action_type":"app:request","action_status":"succeeded","timestamp":1700000001.873456';

function draw(lines: readonly string[], options: EliotTreeOptions = {}): string[] {
  const parser = new Parser();
  for (const line of lines) {
    const parsed = parseLine(line);
    if (parsed.ok) parser.add(parsed.message);
  }
  return [...renderEliotTree(parser.end()[0] as TaskTree, options)];
}

describe("renderEliotTree(tree)", () => {
  test("draws with Unicode signs by default", () => {
    expect(draw([`{${START},"task_level":[1],"b":null,"a":[1,{"k":true}]}`, `{${END},"task_level":[2]}`])).toEqual([
      "t1",
      "└── app:request/1 ⇒ started 2023-11-14 22:13:20Z ⧖ 1.500s",
      "    ├── a: ",
      "    │   ├── 0: 1",
      "    │   └── 1: ",
      "    │       └── k: True",
      "    ├── b: None",
      "    └── app:request/2 ⇒ succeeded 2023-11-14 22:13:21Z",
    ]);
  });

  test("shows raw times as Python writes floats", () => {
    const [, first] = draw([`{${START},"task_level":[1]}`, `{${END},"task_level":[2]}`], { raw: true, ascii: true });
    expect(first).toBe("+-- app:request/1 => started 1700000000.373456 |Y| 1.5");
  });

  test("cuts values to the limit and to their first line, or shows them whole", () => {
    const log = [`{${START},"task_level":[1],"a":"line one\\nline two"}`];
    expect(draw(log, { fieldLimit: 4 })[2]).toBe("    └── a: line…");
    expect(draw(log)[2]).toBe("    └── a: line one…");
    expect(draw(log, { fieldLimit: 0 }).slice(2)).toEqual(["    └── a: line one⏎", "        line two"]);
  });

  test("lets no control character pass unless it is asked to be exact", () => {
    const log = [`{${START},"task_level":[1],"a":"\\u001b[1m\\u009b\\u202e"}`];
    expect(draw(log)[2]).toBe("    └── a: ␛[1m\\x9b\\u202e");
    expect(draw(log, { exact: true })[2]).toBe("    └── a: ␛[1m\u009b\u202e");
  });

  test("gives late children a place in their one tree", () => {
    const late = '{"task_uuid":"t1","task_level":[3],"timestamp":1700000002,"message_type":"late"}';
    const lines = draw([`{${START},"task_level":[1]}`, `{${END},"task_level":[2]}`, late]);
    expect(lines).toContain("    ├── late/3 2023-11-14 22:13:22Z");
  });
});
