// What the tests of this folder share: logs, their trees, and logs made by chance.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Message, Parser, type TaskTree } from "clew/parse";
import fc from "fast-check";
import { openLogs } from "../input/index.js";
import { EXPORTERS, type ExportOptions } from "./index.js";

const FIXTURES = fileURLToPath(new URL("../../../../fixtures/", import.meta.url));

/** An order with a failure, a retry, a cancelled child, a late one, unfinished ones and missing records. */
export const ORDER = `${FIXTURES}clew/story/order.log`;

/** Where the exports of that order are kept, as they must be. */
export function golden(name: string): string {
  return `${FIXTURES}exported/order.${name}`;
}

/** Logs that Python's Eliot wrote, whole ones and damaged ones. */
export const ELIOT_LOGS = readdirSync(`${FIXTURES}python-eliot/1.13`)
  .filter((name) => name.endsWith(".log") && !name.includes("part-"))
  .map((name) => `${FIXTURES}python-eliot/1.13/${name}`);

export async function* treesOf(log: string | readonly Message[]): AsyncGenerator<TaskTree> {
  if (typeof log === "string") {
    yield* (await openLogs([log])).trees();
    return;
  }
  const parser = new Parser();
  const done: TaskTree[] = log.flatMap((message) => [...parser.add(message)]);
  yield* [...done, ...parser.end()];
}

/** An export as text. */
export async function exported(
  to: string,
  log: string | readonly Message[],
  options: Partial<ExportOptions> = {},
): Promise<string> {
  return Buffer.concat(await pieces(to, log, options)).toString();
}

export async function exportedBytes(to: string, log: string | readonly Message[]): Promise<Uint8Array> {
  return Buffer.concat(await pieces(to, log, {}));
}

async function pieces(
  to: string,
  log: string | readonly Message[],
  options: Partial<ExportOptions>,
): Promise<Uint8Array[]> {
  const exporter = EXPORTERS[to];
  if (exporter === undefined) throw new Error(`no format ${to}`);
  const gathered: Uint8Array[] = [];
  for await (const piece of exporter(treesOf(log), { badLines: [], rows: "actions", note() {}, ...options })) {
    gathered.push(typeof piece === "string" ? Buffer.from(piece) : piece);
  }
  return gathered;
}

/** An action's start and finish; times in milliseconds after a common moment. */
export function action(
  level: readonly number[],
  type: string,
  startMs: number,
  endMs: number | undefined,
  fields: Readonly<Record<string, unknown>> = {},
  endNumber = 9,
): Message[] {
  const task_uuid = typeof fields.task === "string" ? fields.task : "t";
  const start: Message = {
    ...fields,
    task_uuid,
    task_level: [...level, 1],
    timestamp: 1000 + startMs / 1000,
    action_type: type,
    action_status: "started",
  };
  if (endMs === undefined) return [start];
  const timestamp = 1000 + endMs / 1000;
  const task_level = [...level, endNumber];
  return [start, { task_uuid, task_level, timestamp, action_type: type, action_status: "succeeded" }];
}

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\x1b[2J",
    "\u009b31m",
    'a"b\\c\\',
    "a\nb\r\nc",
    "\u202etxt",
    "\ud800",
    "\u2028",
    "\0",
    "=1+2",
    "end",
    "-->",
    "]]>&lt;<script>",
    "#quot;",
    "%%{init: {}}%%",
    "1. one",
    "`x`",
    "\\N",
    "__proto__",
  ),
);

/** Logs in which anything may stand and anything may be missing. */
export const anyLog: fc.Arbitrary<Message[]> = fc.array(
  fc
    .record({
      uuid: fc.oneof(
        fc.constantFrom("t1", "t2"),
        text.filter((uuid) => uuid !== ""),
      ),
      level: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      type: text,
      kind: fc.constantFrom("message", "started", "succeeded", "failed"),
      timestamp: fc.oneof(fc.double(), fc.integer({ min: 1000, max: 1010 })),
      follows: fc.array(fc.oneof(fc.constantFrom("t1@/", "t1@/2", "t2@/3/1", "gone@/"), text), { maxLength: 2 }),
      fields: fc.dictionary(text, fc.oneof(text, fc.jsonValue({ stringUnit: "binary" })), { maxKeys: 3 }),
    })
    .map(
      ({ uuid, level, type, kind, timestamp, follows, fields }): Message => ({
        ...fields,
        task_uuid: uuid,
        task_level: level,
        timestamp,
        ...(kind === "message"
          ? { message_type: type }
          : { action_type: type, action_status: kind as "started" | "succeeded" | "failed" }),
        ...(kind === "failed" && { exception: type, reason: type }),
        ...(kind === "started" && { clew_follows_from: follows }),
      }),
    ),
  { maxLength: 14 },
);
