// Row E2: a log in ClickHouse, and the same one in the store beside a log: how fast it gets there, what it takes on disk,
// and how long each question takes. One server, Debian's package, on this machine; the targets are those of ten million
// messages. The median of some runs counts. Beside the time that passes stands what the server's log of questions says that
// it took of its processors: that is what to compare where the machine has other work.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ask, freePorts, Node, serverProgram } from "../test/clickhouse/server.mjs";
import { RARE_WORD, writeScaleLog } from "../test/scale/log.mjs";
import { median } from "./harness.mjs";

const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const RUNS = 5;
const WINDOW_SECONDS = 15 * 60;
const FULL = 10_000_000;
const LEAST_A_SECOND = 150_000;
const MOST_BYTES_A_MESSAGE = 70;

/** Makes a log of so many messages, and prints the row; one line where there is no server. @param {number} messages */
export async function measureCluster(messages) {
  if (!Number.isSafeInteger(messages) || messages < 10_000)
    throw new Error("--messages must be a number from 10000 up");
  const program = serverProgram();
  if (program === undefined) {
    console.log("E2  not run: there is no clickhouse-server here, and it cannot be installed.\n");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "clew-bench-"));
  const [http = 0, tcp = 0, interserver = 0] = await freePorts(3);
  const node = new Node(program, { http, tcp, interserver, logsQueries: true });
  try {
    const log = join(folder, "shop.log");
    writeScaleLog(log, messages);
    await node.start();
    const version = await ask(http, "SELECT version()");
    const share = messages === FULL ? "" : `; the targets are those of ${FULL.toLocaleString("en")}`;
    console.log(
      `E2  ${messages.toLocaleString("en")} messages in ClickHouse ${version} and in the store, ${availableParallelism()} cores${share}`,
    );
    console.log(
      `    ${"".padEnd(46)} ${"ClickHouse".padStart(14)} ${"the store".padStart(14)} ${"target".padStart(14)}${"server's CPU".padStart(25)}`,
    );
    await fill(log, http, messages);
    await askBoth(log, http);
    console.log();
  } finally {
    await node.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} log @param {number} http @param {number} messages */
async function fill(log, http, messages) {
  const to = `clickhouse://127.0.0.1:${http}/clew`;
  await watched("ship", "--create", "--to", to);
  const sent = await watched("ship", log, "--once", "--to", to);
  const indexed = await watched("index", log);
  const found = Number(await ask(http, "SELECT count() FROM clew.messages"));
  if (found !== messages) throw new Error(`The database holds ${found} messages, not ${messages}`);
  const bytes = Number(
    await ask(http, "SELECT sum(bytes_on_disk) FROM system.parts WHERE database = 'clew' AND active"),
  );
  print("messages a second", messages / sent.seconds, messages / indexed.seconds, "", 0);
  print(
    "messages a second of the sender's own CPU time",
    messages / sent.cpuSeconds,
    messages / indexed.cpuSeconds,
    "",
    -LEAST_A_SECOND,
  );
  const inStore = statSync(`${log}.clew-index`).size;
  print("bytes on disk a message", bytes / messages, inStore / messages, "B", MOST_BYTES_A_MESSAGE);
}

/** Waits beside the program, so that the server's silent connections are seen to end. @param {string[]} args */
async function watched(...args) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", path("test/million/watched.mjs"), path("packages/cli/dist/main.js"), ...args],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let stderr = "";
  child.stderr.on("data", (piece) => (stderr += piece));
  const [status] = await once(child, "close");
  const cpuMs = Number(/WATCHED (\d+)/.exec(stderr)?.[1]);
  if (status !== 0) throw new Error(`clew ${args[0]} ended with ${status}:\n${stderr}`);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: cpuMs / 1000 };
}

/** @param {string} log @param {number} http */
async function askBoth(log, http) {
  const { clickHouseAddress } = await import(built("address"));
  const { ClickHouseClient, ClickHouseStore, lookAt } = await import(built("clickhouse"));
  const { openStore } = await import(built("store"));
  const client = new ClickHouseClient(clickHouseAddress(`clickhouse://127.0.0.1:${http}/clew`, {}));
  const stores = [new ClickHouseStore(client, await lookAt(client)), await openStore([log])];
  try {
    const { lastTime = 0 } = await stores[1].summary();
    const { total } = await stores[1].tasks({}, page("time", 0, 1));
    /** @type {string[]} */
    const some = [];
    for (let i = 0; i < RUNS; i++) {
      const { rows } = await stores[1].tasks({}, page("time", Math.floor(((i + 0.5) * total) / RUNS), 1));
      some.push(rows[0].taskUuid);
    }
    const rare = RARE_WORD.toLowerCase();
    const quarter = (/** @type {number} */ i) => ({ from: lastTime - WINDOW_SECONDS + i });
    const all = (/** @type {number} */ i) => ({ from: i / 1000 });
    await askEach("open a task: its lines", 150, (store, i) => store.taskLines(some[i]));
    await askEach("summary", 600, (store) => store.summary());
    for (const [when, within, list, facets] of /** @type {const} */ ([
      ["of 15 minutes", quarter, 100, 250],
      ["of all", all, 600, 2000],
    ])) {
      await askEach(`the newest tasks ${when}`, list, (store, i) => store.tasks(within(i), page("time", 0, 50)));
      await askEach(`the slowest tasks ${when}`, list, (store, i) => store.tasks(within(i), page("duration", 0, 50)));
      await askEach(`the tasks that failed ${when}`, list, (store, i) =>
        store.tasks({ ...within(i), statuses: ["failed"] }, page("time", 0, 50)),
      );
      await askEach(`a histogram ${when}`, list, (store, i) => store.histogram(within(i), 60));
      await askEach(`facets ${when}`, facets, (store, i) => store.facets(within(i)));
    }
    await askEach("search: a rare word, in 15 minutes", 0, (store, i) => store.search(rare, 50, quarter(i)));
    await askEach("search: a rare word, in all", 0, (store, i) =>
      store.search(rare.slice(0, rare.length - (i % 3)), 50),
    );
  } finally {
    await stores[1].close();
    client.close();
  }

  /** @param {string} what @param {number} most @param {(store: import("@clew/log").LogStore, i: number) => Promise<unknown>} question */
  async function askEach(what, most, question) {
    const before = await cpuOfQuestions(http);
    const cluster = await timed(stores[0], question);
    const cpuMs = ((await cpuOfQuestions(http)) - before) / RUNS;
    print(what, cluster, await timed(stores[1], question), "ms", most, cpuMs);
  }
}

const CPU_MICROSECONDS =
  "arraySum((v, k) -> if(k IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds'), v, 0), ProfileEvents.Values, ProfileEvents.Names)";

/** What the server's processors spent on all questions so far, in milliseconds. @param {number} http */
async function cpuOfQuestions(http) {
  await ask(http, "SYSTEM FLUSH LOGS");
  const questions = "type = 2 AND (query LIKE '%FROM clew.messages%' OR query LIKE '%FROM clew.task_parts%')";
  return Number(await ask(http, `SELECT sum(${CPU_MICROSECONDS}) / 1000 FROM system.query_log WHERE ${questions}`));
}

/** @param {string} name */
function built(name) {
  return pathToFileURL(path(`packages/cli/dist/${name}.js`)).href;
}

/** @param {import("@clew/log").LogStore} store @param {(store: import("@clew/log").LogStore, i: number) => Promise<unknown>} question */
async function timed(store, question) {
  const times = [];
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    await question(store, i);
    times.push(performance.now() - started);
  }
  return median(times);
}

/** @param {"time" | "duration"} sort @param {number} offset @param {number} limit */
function page(sort, offset, limit) {
  return { sort, descending: true, offset, limit };
}

/**
 * A figure of both and its target: at most so much, at least where it is negative, and none where it is 0.
 *
 * @param {string} what
 * @param {number} cluster
 * @param {number} store
 * @param {string} unit
 * @param {number} target
 * @param {number} [cpuMs]
 */
function print(what, cluster, store, unit, target, cpuMs) {
  const value = (/** @type {number} */ number) =>
    `${Math.round(number).toLocaleString("en")} ${unit}`.trim().padStart(14);
  const reached = target < 0 ? cluster >= -target : cluster <= target;
  const verdict = target === 0 ? "" : `${value(Math.abs(target))}  ${reached ? "reached" : "SHORT"}`;
  const cpu = cpuMs === undefined ? "" : value(cpuMs);
  console.log(`    ${what.padEnd(46)} ${value(cluster)} ${value(store)} ${verdict.padEnd(24)} ${cpu}`.trimEnd());
}
