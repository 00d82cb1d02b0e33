import {
  type LineBytes,
  type Message,
  Parser,
  parseLine,
  readLines,
  roleOf,
  type ScannedLine,
  scanLines,
} from "clew/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

function block(text: string): LineBytes {
  const bytes = new TextEncoder().encode(text);
  return {
    bytes,
    text: (start, end) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, end)),
  };
}

interface Found {
  readonly messages: unknown[];
  readonly unused: unknown[];
}

function parsed(text: string): Found {
  const found: Found = { messages: [], unused: [] };
  readLines(text, 1, {
    message: (message) => found.messages.push(message),
    unused: (line, reason) => found.unused.push([line, reason]),
  });
  return found;
}

/** The same by scanning: every message looked at through the tree that it makes. */
function scanned(text: string): Found & { readonly scans: number } {
  const found = { messages: [] as unknown[], unused: [] as unknown[], scans: 0 };
  const take = (add: (parser: Parser) => unknown) => {
    const parser = new Parser();
    add(parser);
    for (const { root } of parser.end()) {
      let node = root;
      while (node.kind !== "message" && node.children[0] !== undefined) node = node.children[0];
      found.messages.push(node.kind === "message" ? node.record : (node.startRecord ?? node.endRecord));
    }
  };
  scanLines(block(text), 1, {
    message: (message) => take((parser) => parser.add(message)),
    scanned: (line) => {
      found.scans++;
      take((parser) => parser.addScanned(line));
    },
    unused: (line, reason) => found.unused.push([line, reason]),
  });
  return found;
}

const message = fc.record(
  {
    task_uuid: fc.oneof(fc.uuid(), fc.constantFrom("é", "", "a\\b", "x")),
    task_level: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }),
    timestamp: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(), fc.constant("1")),
    action_type: fc.oneof(fc.constantFrom("a", 'quoted "a"', "日本", null), fc.string()),
    action_status: fc.constantFrom("started", "succeeded", "failed", "unheard of", 1),
    message_type: fc.string(),
    field: fc.jsonValue({ maxDepth: 3 }),
    text: fc.string({ unit: "binary" }),
  },
  { requiredKeys: [] },
);

const line = fc
  .tuple(message, fc.boolean())
  .map(([fields, spaced]) =>
    spaced ? JSON.stringify(fields, undefined, 1).replaceAll(/\n */g, " ") : JSON.stringify(fields),
  );

/** A line in which one place is not what it was. */
const damaged = fc
  .tuple(
    line,
    fc.nat(),
    fc.constantFrom("", "\\", '"', "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "\u0001", "NaN", " "),
  )
  .map(([text, place, put]) => {
    const at = place % text.length;
    return text.slice(0, at) + put + text.slice(at + 1);
  });

describe("scanLines(block, firstLine, sink)", { timeout: 60_000 }, () => {
  test("finds the messages that parsing finds, and refuses what parsing refuses", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(line, damaged), { minLength: 1, maxLength: 3 }), (lines) => {
        // A cut may have left half a character, which no file can hold.
        const text = new TextDecoder().decode(new TextEncoder().encode(`${lines.join("\n")}\n`));
        const { messages, unused } = scanned(text);
        expect({ messages, unused }).toEqual(parsed(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("scans, and does not parse, the lines that programs write", () => {
    const lines = [
      '{"task_uuid":"t","task_level":[1],"timestamp":1.5,"message_type":"m","text":"\\u00e9 \\"x\\"","n":[1,{"a":null}]}',
      '{"n": -1.5e+10, "timestamp": 1700000000.123456, "task_uuid": "t", "task_level": [12, 3], "ok": [true, false]}',
    ];
    expect(scanned(`${lines.join("\n")}\n`)).toMatchObject({ scans: 2, unused: [] });
  });

  test("gives each line the time and the role that parsing gives it, in every place that has them", () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }),
      fc.integer({ min: 1.7e9, max: 1.9e9 }),
      fc.constantFrom(
        1767000000123,
        1767000000123456,
        1767000000123456800,
        "1767000000123456789",
        0.1,
        1e11,
        99999999999.5,
      ),
      fc.bigInt({ min: 0n, max: 10n ** 22n }).map(String),
    );
    const role = fc.record(
      {
        status: fc.constantFrom("started", "succeeded", "failed", "begun", 1, null),
        type: fc.constantFrom("a", "", "\u00e9", null, 7),
      },
      { requiredKeys: [] },
    );
    const level = fc.array(fc.oneof(fc.integer({ min: 1, max: 2 }), fc.constantFrom(2 ** 52, 2 ** 53 - 1)), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(number, role, level, fc.boolean(), (time, { status, type }, task_level, asClewWrites) => {
        const place = JSON.stringify({ task_uuid: "t", task_level }).slice(1, -1);
        const rest = JSON.stringify({ action_type: type, action_status: status, text: "x" }).slice(1, -1);
        const text = asClewWrites ? `{${place},"timestamp":${time},${rest}}` : `{${rest},${place},"timestamp":${time}}`;
        const plain = parseLine(text);
        if (!plain.ok) throw new Error(plain.reason);
        const { message } = plain;
        const expectedRole = roleOf(message.action_status, message.action_type, message.task_level.at(-1));
        const ofLine = new Parser();
        const check = (line: ScannedLine) => {
          expect(line.role).toBe(expectedRole);
          expect(line.timestamp).toBe(message.timestamp);
          expect(line.level.slice(0, line.levels)).toEqual(message.task_level);
          expect(Math.abs(line.roughTime - message.timestamp)).toBeLessThanOrEqual(Math.abs(message.timestamp) * 1e-12);
          ofLine.addScanned(line);
        };
        scanLines(block(`${text}\n`), 1, {
          message: (one) => ofLine.add(one),
          scanned: check,
          unused: (_, reason) => expect(reason).toBe(""),
        });
        let node = ofLine.end()[0]?.root;
        while (node !== undefined && node.kind !== "message") {
          if (expectedRole === "start" && node.kind === "action") expect(node.startTime).toBe(message.timestamp);
          if (expectedRole === "end" && node.kind === "action") expect(node.endTime).toBe(message.timestamp);
          node = node.children[0];
        }
        if (expectedRole === "other") expect(node?.timestamp).toBe(message.timestamp);
      }),
      { numRuns: 2000 },
    );
  });

  test("scans the places of spans, which have sixteen digits, as it scans others", () => {
    const lines = [2 ** 52, 2 ** 53 - 1].map((place) => `{"task_uuid":"t","task_level":[${place},1],"timestamp":1}`);
    expect(scanned(`${lines.join("\n")}\n`)).toMatchObject({ scans: 2, unused: [] });
    expect(parseLine(`{"task_uuid":"t","task_level":[${2n ** 53n},1],"timestamp":1}`)).toMatchObject({ ok: false });
  });

  test("gives the trees that parsed messages give, whatever their order", () => {
    const record = fc.record({
      task_uuid: fc.constantFrom("t", "u"),
      task_level: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      timestamp: fc.nat({ max: 2 }),
      action_type: fc.constantFrom("a", "b", "é"),
      action_status: fc.constantFrom("started", "succeeded", undefined),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (records) => {
        const ofMessages = new Parser();
        const ofLines = new Parser();
        for (const one of records) ofMessages.add(JSON.parse(JSON.stringify(one)) as Message);
        scanLines(block(records.map((one) => `${JSON.stringify(one)}\n`).join("")), 1, {
          message: (one) => ofLines.add(one),
          scanned: (one) => ofLines.addScanned(one),
          unused: (_, reason) => expect(reason).toBe(""),
        });
        expect(ofLines.end().map(outline)).toEqual(ofMessages.end().map(outline));
      }),
      { numRuns: 2000 },
    );
  });
});

function outline(tree: ReturnType<Parser["end"]>[number]): unknown {
  const nodes: unknown[] = [tree.isComplete, tree.missing];
  const waiting = [tree.root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "message") nodes.push([node.taskLevel, node.record, node.conflicting]);
    else {
      nodes.push([node.taskLevel, node.startRecord, node.endRecord, node.gaps]);
      waiting.push(...node.children);
    }
  }
  return nodes;
}
