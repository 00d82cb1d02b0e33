// Logs that grow in one way each.
import { times } from "./times.mjs";

/** @typedef {import("clew/parse").Message} Message */

/** The hours of a log of any size: its messages are a millisecond apart. */
const BEGIN = 1_700_000_000;
const DONE = { action_status: "succeeded" };

/** Fifty requests in a hundred have something beside them; one in fifty fails. @param {number} i */
const outcome = (i) =>
  i % 50 === 3 ? { action_status: "failed", exception: "TimeoutError", reason: "no answer" } : DONE;

/** @param {string} name @param {number} i */
export const uuidOf = (name, i) => `${name}-4a3c-4d1e-8f00-${i.toString(16).padStart(12, "0")}`;

/** A task of ten lines. @param {number} i @returns {Message[]} */
function request(i) {
  const task_uuid = uuidOf("00000001", i);
  const at = BEGIN + i / 100;
  /** @param {number[]} task_level @param {number} ms @param {object} fields */
  const line = (task_level, ms, fields) => ({ task_uuid, task_level, timestamp: at + ms / 1000, ...fields });
  const started = { action_status: "started" };
  return [
    line([1], 0, { action_type: "request", ...started, route: `/items/${i % 7}`, user: i }),
    line([2, 1], 1, { action_type: "query", ...started, statement: "select 1" }),
    line([2, 2], 2, { message_type: "rows-read", rows: i % 40 }),
    line([2, 3], 3 + (i % 11), { action_type: "query", ...outcome(i) }),
    line([3], 15, { message_type: "cache-miss", key: `item:${i}` }),
    line([4, 1], 16, { action_type: "render", ...started }),
    line([4, 2], 17, { message_type: "template", name: "item" }),
    line([4, 3], 18, { action_type: "render", ...DONE }),
    line([5], 19, { message_type: "sent", bytes: 900 + (i % 100) }),
    line([6], 20 + (i % 13), { action_type: "request", ...outcome(i) }),
  ];
}

/** One task with so many children. @param {number} children @param {(i: number) => object} fields @returns {Message[]} */
function wide(children, fields) {
  const task_uuid = uuidOf("00000002", 0);
  /** @param {number[]} task_level @param {number} timestamp @param {object} own */
  const line = (task_level, timestamp, own) => ({ task_uuid, task_level, timestamp: BEGIN + timestamp, ...own });
  return [
    line([1], 0, { action_type: "batch", action_status: "started" }),
    ...times(children, (i) => [
      line([i + 2, 1], 2 * i, { action_type: "item", action_status: "started", ...fields(i) }),
      line([i + 2, 2], 2 * i + 1 + (i % 7) / 7, { action_type: "item", ...outcome(i) }),
    ]).flat(),
    line([children + 2], 2 * children + 1, { action_type: "batch", ...DONE }),
  ];
}

/** So many messages each, by what grows. @type {Readonly<Record<string, (messages: number) => Message[]>>} */
export const LOGS = {
  "tasks of ten lines": (messages) => times(Math.ceil(messages / 10), request).flat(),
  "one action with children that are told apart": (messages) =>
    wide(Math.ceil(messages / 2), (i) => ({ number: i, of: i % 3 })),
  "one action with children that are all alike": (messages) => wide(Math.ceil(messages / 2), () => ({})),
  "tasks that never end": (messages) =>
    times(messages, (i) => ({
      task_uuid: uuidOf("00000003", i),
      task_level: [1],
      timestamp: BEGIN + i / 1000,
      action_type: "waits",
      action_status: "started",
    })),
};
