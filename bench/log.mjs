// A log as a service under load writes it: tasks of 5 to 60 messages, a dozen of them at once, with the fields that such
// lines have. The same numbers every time, so that two runs read the same bytes.
import { closeSync, openSync, writeSync } from "node:fs";
import { seededRandom } from "../examples/shop/random.mjs";

const GATHER = 1 << 20;
const ROUTES = ["/cart", "/checkout", "/search", "/items/:id", "/account/orders"];
const WORK = ["db.query", "cache.get", "http.request", "render.page", "queue.publish"];
const NOTES = ["cache-miss", "retrying", "rows-read", "slow-response"];

/**
 * Writes so many messages.
 *
 * @param {string} path
 * @param {number} messages
 */
export function writeLog(path, messages) {
  const random = seededRandom(42);
  const fd = openSync(path, "w");
  const open = Array.from({ length: 12 }, () => begun(random));
  let text = "";
  let time = 1_700_000_000;
  for (let i = 0; i < messages; i++) {
    time += 0.0001 + random() * 0.002;
    const at = Math.floor(random() * open.length);
    const step = open[at]?.next(time);
    if (step === undefined || step.done) {
      open[at] = begun(random);
      i--;
      continue;
    }
    text += `${JSON.stringify(step.value)}\n`;
    if (text.length > GATHER) {
      writeSync(fd, text);
      text = "";
    }
  }
  writeSync(fd, text);
  closeSync(fd);
}

/** A task that waits for the time of its first message. @param {() => number} random */
function begun(random) {
  const messages = task(random);
  messages.next(0);
  return messages;
}

/**
 * One task's messages; each `next` is given the time.
 *
 * @param {() => number} random
 * @returns {Generator<object, void, number>}
 */
function* task(random) {
  const uuid = [8, 4, 4, 4, 12].map((digits) => hex(random, digits)).join("-");
  const pick = (/** @type {readonly string[]} */ list) => list[Math.floor(random() * list.length)];
  let time = yield {};
  /** @param {readonly number[]} level @param {object} fields */
  const line = (level, fields) => ({ task_uuid: uuid, task_level: level, timestamp: round(time), ...fields });
  const begun = time;
  const route = pick(ROUTES);
  time = yield line([1], {
    action_type: "http.request",
    action_status: "started",
    method: "GET",
    route,
    user_id: Math.floor(random() * 100_000),
    remote_address: `10.0.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`,
  });
  const children = 1 + Math.floor(random() * 14);
  let number = 2;
  for (; number < children + 2; number++) {
    if (random() < 0.3) {
      time = yield line([number], {
        message_type: pick(NOTES),
        key: `item:${hex(random, 6)}`,
        rows: Math.floor(random() * 500),
      });
      continue;
    }
    const type = pick(WORK);
    const childBegun = time;
    time = yield line([number, 1], {
      action_type: type,
      action_status: "started",
      statement: "select id, name, price from items where category = $1 order by price limit 50",
    });
    const notes = Math.floor(random() * 3);
    for (let n = 0; n < notes; n++) {
      time = yield line([number, n + 2], {
        message_type: pick(NOTES),
        text: "the answer took longer than the median of the last minute",
        hit: random() < 0.5,
      });
    }
    const failed = random() < 0.02;
    time = yield line([number, notes + 2], {
      action_type: type,
      action_status: failed ? "failed" : "succeeded",
      ...(failed ? { exception: "TimeoutError", reason: "no answer within 2 s" } : { rows: Math.floor(random() * 50) }),
      clew_duration: round(time - childBegun),
    });
  }
  yield line([number], {
    action_type: "http.request",
    action_status: "succeeded",
    status: 200,
    bytes: Math.floor(random() * 40_000),
    clew_duration: round(time - begun),
  });
}

/** @param {number} seconds */
function round(seconds) {
  return Math.round(seconds * 1e6) / 1e6;
}

/** @param {() => number} random @param {number} digits */
function hex(random, digits) {
  let text = "";
  while (text.length < digits) text += Math.floor(random() * 16).toString(16);
  return text;
}
