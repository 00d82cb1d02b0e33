import { hashOfUuid, type Message } from "clew/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LayeredLines } from "./layered-lines.js";
import { LineBlock } from "./line-blocks.js";
import { taskHashes } from "./task-hashes.js";

function blockOf(text: string): LineBlock {
  return new LineBlock(Buffer.from(text), 1, false);
}

/** The hashes, or `undefined` where the lines must be read. */
function hashesIn(text: string, namesTrace: (line: string) => void = () => {}): Set<number> | undefined {
  const hashes = new Set<number>();
  return taskHashes(blockOf(text), (hash) => hashes.add(hash), namesTrace) ? hashes : undefined;
}

describe("taskHashes(block)", () => {
  test("finds the task of each line, wherever in the line it stands", () => {
    const text = [
      '{"task_uuid":"a","task_level":[1],"timestamp":1}',
      '{"timestamp": 1, "task_uuid": "b", "task_level": [1]}',
      '{"text":"the task_uuid","task_level":[1],"timestamp":1,"task_uuid":"c"}',
      "",
    ].join("\n");
    expect(hashesIn(text)).toEqual(new Set(["a", "b", "c"].map(hashOfUuid)));
  });

  test("gives each line that names a trace, whatever stands around the name", () => {
    const word = fc.constantFrom(
      '"clew_trace_id":"0af7"',
      '"clew_trace_id" : 1',
      '"trace_id":"0af7"',
      '"x":"w_trace_id""',
      '"xclew_trace_id":1',
      '"task":"clew_trace_id"',
    );
    const line = fc
      .tuple(fc.array(word, { maxLength: 2 }), fc.array(word, { maxLength: 2 }))
      .map(([before, after]) => `{${[...before, '"task_uuid":"a"', ...after].join(",")}}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const given = new Set<string>();
        hashesIn(lines.map((each) => `${each}\n`).join(""), (each) => given.add(each));
        expect(given).toEqual(new Set(lines.filter((each) => each.includes('"clew_trace_id"'))));
      }),
    );
  });

  test.each([
    [[1], true],
    [[2], false],
    [[1, 2], false],
    [[12], false],
    [[2 ** 52], true],
    [[2 ** 52 + 7, 3], true],
  ])("a line that names a trace may be the beginning of a task: %j", (level, mayBegin) => {
    const line = `{"task_uuid":"a","task_level":${JSON.stringify(level)},"timestamp":1,"clew_trace_id":"0af7"}`;
    const given: string[] = [];
    expect(hashesIn(`${line}\n`, (each) => given.push(each))).toEqual(new Set([hashOfUuid("a")]));
    expect(given).toEqual(mayBegin ? [line] : []);
  });

  test("leaves no task out that a reader of the lines finds", () => {
    const key = fc.constantFrom('"task_uuid"', '"task\\u005fuuid"', '"\\u0074ask_uuid"', '"other"', '"task_uuid\\""');
    const uuid = fc.constantFrom(
      '"a"',
      '"b/1"',
      '"\\u0061"',
      '"\\/"',
      '"ä"',
      '"task_uuid"',
      '""',
      "1",
      '{"task_uuid":"c"}',
    );
    const space = fc.constantFrom("", " ", "\t", "  ");
    const pair = fc.tuple(key, space, space, uuid).map(([k, before, after, u]) => `${k}${before}:${after}${u}`);
    const whole = fc.array(pair, { maxLength: 3 }).map((pairs) => {
      return `{${[...pairs, '"task_level":[1]', '"timestamp":1'].join(",")}}`;
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(whole, fc.constantFrom("", "oops", '"task_uuid"')), { maxLength: 4 }), (lines) => {
        const text = `${lines.join("\n")}\n`;
        const hashes = hashesIn(text);
        if (hashes === undefined) return;
        const read: string[] = [];
        const sink = { message: ({ task_uuid }: Message) => void read.push(task_uuid), unused: () => {} };
        new LayeredLines().text(text, 1, sink);
        for (const uuid of read) expect(hashes).toContain(hashOfUuid(uuid));
      }),
      { numRuns: 2_000 },
    );
  });

  test("gives up where a line has no task of its own, however many others have", () => {
    const own = '{"task_uuid":"a","task_level":[1],"timestamp":1}';
    const inside = '{"of":{"task_uuid":"b"},"task_level":[1],"timestamp":1}';
    const twice = '{"task_uuid":"c","task_uuid":"d","task_level":[1],"timestamp":1}';
    const foreign = '{"level":30,"time":1,"msg":"of another logger"}';
    expect(hashesIn(`${own}\n${inside}\n`)).toBeUndefined();
    expect(hashesIn(`${twice}\n${foreign}\n`)).toBeUndefined();
    expect(hashesIn(`${foreign}\n${twice}\n`)).toBeUndefined();
  });
});
