// A log as a shop's services write it: requests, jobs and consumers of a queue beside each other, actions three deep,
// failures that surface, ids that occur once, a word that is rare, and one task as wide as a page must bear. The same
// bytes for the same number of messages.
import { closeSync, openSync, writeSync } from "node:fs";
import { seededRandom } from "../../examples/shop/random.mjs";

const GATHER = 1 << 20;
const AT_ONCE = 40;
const ROUTES = ["/cart", "/checkout", "/search", "/items/:id", "/account/orders", "/login"];
const REGIONS = ["eu-west", "eu-north", "us-east", "ap-south"];
const WORK = ["db.query", "cache.get", "http.call", "template.render", "queue.publish"];
const NOTES = ["cache-miss", "retrying", "rows-read", "slow-answer", "fallback-used"];

/** A word that stands in one message of about this many. */
const RARE_EVERY = 500_000;
export const RARE_WORD = "Zanzibar";
/** The uuid of the widest task, and how many nodes it has in a log of so many messages. */
export const WIDE_TASK = "77777777-0000-4000-8000-000000000001";
export const wideNodes = (/** @type {number} */ messages) => Math.min(100_000, Math.floor(messages / 20));

/**
 * Writes so many messages.
 *
 * @param {string} path
 * @param {number} messages
 */
export function writeScaleLog(path, messages) {
  const random = seededRandom(7);
  const fd = openSync(path, "w");
  const open = Array.from({ length: AT_ONCE }, () => begun(random));
  const wide = wideTask(wideNodes(messages));
  wide.next(0);
  const wideEvery = Math.max(2, Math.floor(messages / (2 * wideNodes(messages) + 2)));
  let text = "";
  let time = 1_760_000_000;
  for (let i = 0; i < messages; i++) {
    time += 0.0002 + random() * 0.001;
    let step = i % wideEvery === 0 ? wide.next(time) : { done: true, value: undefined };
    while (step.done) {
      const at = Math.floor(random() * AT_ONCE);
      step = open[at].next(time);
      if (step.done) open[at] = begun(random);
    }
    text += i % RARE_EVERY === RARE_EVERY >> 1 ? rareLine(random, time) : step.value;
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
  const lines = random() < 0.7 ? request(random) : random() < 0.6 ? consumer(random) : job(random);
  lines.next(0);
  return lines;
}

/** @param {() => number} random @returns {Generator<string, void, number>} */
function* request(random) {
  const route = pick(random, ROUTES);
  const order = `o-${hex(random, 8)}`;
  const fields = `"method":"${random() < 0.8 ? "GET" : "POST"}","route":"${route}","region":"${pick(random, REGIONS)}","user_id":${Math.floor(random() * 1e6)}`;
  yield* task(random, "http.request", fields, 1 + Math.floor(random() * 8), `"order_id":"${order}"`);
}

/** @param {() => number} random @returns {Generator<string, void, number>} */
function* consumer(random) {
  const fields = `"queue":"${random() < 0.5 ? "mail" : "invoices"}","delivery":"${hex(random, 12)}"`;
  yield* task(
    random,
    "queue.consume",
    fields,
    1 + Math.floor(random() * 4),
    `"attempt":${1 + Math.floor(random() * 3)}`,
  );
}

/** @param {() => number} random @returns {Generator<string, void, number>} */
function* job(random) {
  const fields = `"job":"${random() < 0.5 ? "cleanup" : "reindex"}","shard":${Math.floor(random() * 16)}`;
  yield* task(random, "job.run", fields, 4 + Math.floor(random() * 20), `"dry_run":${random() < 0.5}`);
}

/**
 * @param {() => number} random
 * @param {string} type
 * @param {string} fields
 * @param {number} children
 * @param {string} noteFields
 * @returns {Generator<string, void, number>}
 */
function* task(random, type, fields, children, noteFields) {
  const head = headOf(random);
  let time = yield "";
  const start = time;
  let failed = "";
  time = yield `${head}[1],"timestamp":${stamp(time)},"action_type":"${type}","action_status":"started",${fields}}\n`;
  let number = 2;
  for (; number < children + 2 && failed === ""; number++) {
    if (random() < 0.25) {
      time =
        yield `${head}[${number}],"timestamp":${stamp(time)},"message_type":"${pick(random, NOTES)}",${noteFields},"rows":${Math.floor(random() * 500)}}\n`;
      continue;
    }
    const child = work(random, head, `${number}`, 1);
    let step = child.next(time);
    step = child.next(time);
    while (!step.done) {
      time = yield step.value;
      step = child.next(time);
    }
    if (random() < 0.3) failed = step.value;
  }
  const end = failed === "" ? `"succeeded","status":200` : `"failed",${failed}`;
  yield `${head}[${number}],"timestamp":${stamp(time)},"action_type":"${type}","action_status":${end},"clew_duration":${stamp(time - start)}}\n`;
}

/**
 * An action of a task, with one in it now and then; gives the fields of its failure.
 *
 * @param {() => number} random
 * @param {string} head
 * @param {string} level
 * @param {number} depth
 * @returns {Generator<string, string, number>}
 */
function* work(random, head, level, depth) {
  const type = pick(random, WORK);
  let time = yield "";
  const start = time;
  time =
    yield `${head}[${level},1],"timestamp":${stamp(time)},"action_type":"${type}","action_status":"started","statement":"select id, name, price from items where category = $1 limit 50"}\n`;
  let number = 2;
  let failed = "";
  if (random() < 0.5) {
    time =
      yield `${head}[${level},${number++}],"timestamp":${stamp(time)},"message_type":"${pick(random, NOTES)}","text":"the answer took longer than the median of the last minute","key":"item:${hex(random, 6)}"}\n`;
  }
  if (depth < 2 && random() < 0.3) {
    const child = work(random, head, `${level},${number++}`, depth + 1);
    let step = child.next(time);
    step = child.next(time);
    while (!step.done) {
      time = yield step.value;
      step = child.next(time);
    }
    failed = step.value;
  }
  if (failed === "" && random() < 0.02)
    failed = `"exception":"TimeoutError","reason":"no answer from ${pick(random, REGIONS)} within 2 s"`;
  const end = failed === "" ? `"succeeded","rows":${Math.floor(random() * 50)}` : `"failed",${failed}`;
  yield `${head}[${level},${number}],"timestamp":${stamp(time)},"action_type":"${type}","action_status":${end},"clew_duration":${stamp(time - start)}}\n`;
  return failed;
}

/** A task with so many actions side by side, which takes as long as the log. @returns {Generator<string, void, number>} */
function* wideTask(/** @type {number} */ nodes) {
  const head = `{"task_uuid":"${WIDE_TASK}","task_level":`;
  let time = yield "";
  const start = time;
  time =
    yield `${head}[1],"timestamp":${stamp(time)},"action_type":"import.all","action_status":"started","source":"warehouse"}\n`;
  for (let number = 2; number < nodes + 2; number++) {
    const childStart = time;
    time =
      yield `${head}[${number},1],"timestamp":${stamp(time)},"action_type":"import.row","action_status":"started","row":${number}}\n`;
    time =
      yield `${head}[${number},2],"timestamp":${stamp(time)},"action_type":"import.row","action_status":"succeeded","clew_duration":${stamp(time - childStart)}}\n`;
  }
  yield `${head}[${nodes + 2}],"timestamp":${stamp(time)},"action_type":"import.all","action_status":"succeeded","clew_duration":${stamp(time - start)}}\n`;
}

/** @param {() => number} random @param {number} time */
function rareLine(random, time) {
  return `${headOf(random)}[1],"timestamp":${stamp(time)},"message_type":"shipment","to":"${RARE_WORD} ${hex(random, 4)}"}\n`;
}

/** @param {() => number} random */
function headOf(random) {
  const uuid = `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;
  return `{"task_uuid":"${uuid}","task_level":`;
}

/** @param {() => number} random @param {readonly string[]} list */
function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

/** @param {number} seconds */
function stamp(seconds) {
  return seconds.toFixed(6);
}

/** @param {() => number} random @param {number} digits */
function hex(random, digits) {
  let text = "";
  for (let left = digits; left > 0; left -= 4) {
    text += Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, "0")
      .slice(0, Math.min(4, left));
  }
  return text;
}
