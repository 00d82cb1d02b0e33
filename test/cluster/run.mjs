// npm run test:cluster: a real cluster of two shards and two replicas loses nothing that is sent to it, and counts nothing
// twice, whoever is killed meanwhile: a replica, the node that is spoken to, the coordinator, the shipper. It is made of
// Debian's packages, which are installed where they are not there. With --quick fewer messages and kills, for CI.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { clew } from "../clickhouse/run-clew.mjs";
import { ask } from "../clickhouse/server.mjs";
import { writeScaleLog } from "../scale/log.mjs";
import { CLUSTER, clusterProgram, startCluster, until } from "./cluster.mjs";
import { doorTo } from "./door.mjs";

const isQuick = process.argv.includes("--quick") || process.env.CLEW_TEST_QUICK === "1";
const MESSAGES = isQuick ? 150_000 : 600_000;
const KILLS = isQuick ? 8 : 30;
/** Each kind is killed so many times within a log; there is a batch for each step of it. */
const ROUNDS = isQuick ? 1 : 2;

const program = clusterProgram();
if (program === undefined) {
  console.log("Not run: there is no clickhouse-server with a coordinator here, and they cannot be installed.");
  process.exit(process.env.CI === undefined ? 0 : 1);
}

const folder = mkdtempSync(join(tmpdir(), "clew-cluster-"));
/** @type {Awaited<ReturnType<typeof startCluster>>} */
let cluster;
before(async () => {
  cluster = await startCluster(program);
});
after(async () => {
  await cluster?.end();
  rmSync(folder, { recursive: true });
});

const addressOf = (/** @type {readonly number[]} */ ports, /** @type {string} */ database) =>
  `clickhouse://${ports.map((port) => `127.0.0.1:${port}`).join(",")}/${database}`;

/** A database on all nodes, without merges: a row that is there twice is not mended by them. */
async function madeDatabase(/** @type {string} */ database) {
  const made = await clew([
    "ship",
    "--create",
    "--cluster",
    CLUSTER,
    "--to",
    addressOf([cluster.nodes[0].http], database),
  ]);
  assert.equal(made.status, 0, made.stderr);
  for (const { http } of cluster.nodes) await ask(http, "SYSTEM STOP MERGES");
}

const hashOf = (/** @type {string[]} */ lines) => createHash("sha256").update(lines.sort().join("\n")).digest("hex");

/** Every replica has each line of the log once, and so has each answer over all shards. */
async function assertWhole(/** @type {string} */ database, /** @type {string} */ log) {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  const places = new Set(
    lines.map((line) => {
      const { task_uuid, task_level } = JSON.parse(line);
      return `${task_uuid} ${task_level}`;
    }),
  );
  const counted = "count(), uniqExact(task_uuid, task_level), uniqExact(cityHash64(line))";
  const expected = [lines.length, places.size, new Set(lines).size].join(" ");
  const asked = async (/** @type {{ http: number }} */ { http }, /** @type {string} */ what) =>
    (await ask(http, `SELECT ${what}`)).replaceAll("\t", " ");
  // A replica that was away fetches what it has not; what is there twice goes away by nothing, for nothing is merged.
  const { nodes } = cluster;
  await until(`each node answers ${expected} over all shards`, async () => {
    const answers = await Promise.all(nodes.map((node) => asked(node, `${counted} FROM ${database}.messages_all`)));
    return answers.every((answer) => answer === expected) || answers.join(", ");
  });
  await until("replicas hold the same rows", async () => {
    const own = await Promise.all(
      nodes.map((node) => asked(node, `count(), sum(line_hash) FROM ${database}.messages`)),
    );
    return (own[0] === own[1] && own[2] === own[3]) || own.join(", ");
  });
  const found = await ask(cluster.nodes[0].http, `SELECT line FROM ${database}.messages_all FORMAT TSVRaw`);
  assert.equal(hashOf(found.split("\n")), hashOf(lines), "the bytes of the lines");
}

test("the shipper is killed at every step: nothing is lost, and nothing double", async () => {
  const [database, log, whole] = ["steps", join(folder, "steps.log"), join(folder, "whole.log")];
  await madeDatabase(database);
  const messages = KILLS * 2_000;
  writeScaleLog(whole, messages);
  const steps = ["asked", "half", "given", "taken", "answered"];
  let killed = 0;
  let child;
  const door = await doorTo(cluster.nodes[0].http, (step) => {
    if (killed < KILLS && step === steps[killed % steps.length]) {
      killed++;
      child?.kill("SIGKILL");
    }
  });
  writeFileSync(log, "");
  const lines = readFileSync(whole, "utf8").trimEnd().split("\n");
  const to = addressOf([door.port], database);
  const share = Math.ceil(lines.length / (KILLS + 1));
  for (let i = 0; i < lines.length; i += share) {
    appendFileSync(log, `${lines.slice(i, i + share).join("\n")}\n`);
    const onStart = (/** @type {import("node:child_process").ChildProcess} */ started) => {
      child = started;
    };
    await clew(["ship", log, "--once", "--host", "h", "--to", to], { onStart });
  }
  const { status, stderr } = await clew(["ship", log, "--once", "--host", "h", "--to", to]);
  door.close();
  assert.equal(status, 0, stderr);
  assert.equal(killed, KILLS);
  await assertWhole(database, log);
});

test("a replica that lags says as of when its answers are", async () => {
  const [database, log] = ["lags", join(folder, "lags.log")];
  await madeDatabase(database);
  writeScaleLog(log, 20_000);
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  const parts = [lines.slice(0, 10_000), lines.slice(10_000)].map((part, i) => {
    const path = join(folder, `lags-${i}.log`);
    writeFileSync(path, `${part.join("\n")}\n`);
    return path;
  });
  const [asked, other] = [cluster.nodes[1], cluster.nodes[0]];
  const [to, door] = [asked, other].map(({ http }) => addressOf([http], database));
  const ship = async (/** @type {string | undefined} */ part) =>
    assert.equal((await clew(["ship", String(part), "--once", "--to", String(door)])).status, 0);
  await ship(parts[0]);
  const rowsAlike = async () => {
    const own = [asked, other].map(({ http }) => ask(http, `SELECT count(), sum(line_hash) FROM ${database}.messages`));
    const [one, two] = await Promise.all(own);
    return one === two || `${one}, ${two}`;
  };
  await until("both replicas have the first part", rowsAlike);
  const [tree] = [JSON.parse(String(lines[0])).task_uuid];
  const commands = [["why"], ["slow"], ["stats"], ["find", "status=failed"], ["tree", "--task", tree]];
  for (const words of commands) assert.doesNotMatch((await clew([...words, to])).stderr, /as of/, words[0]);
  await ask(asked.http, "SYSTEM STOP FETCHES");
  const stopped = Date.now();
  await ship(parts[1]);
  const lagging = async () => /: as of /.test((await clew(["stats", to])).stderr);
  await until("the replica says that it lags", lagging);
  for (const words of commands) {
    const said = /: as of (\S+); the node that answered has not all that came since/g;
    const { stderr } = await clew([...words, to]);
    const [moment, ...more] = [...stderr.matchAll(said)].map(([, when]) => Date.parse(String(when)));
    assert.deepEqual(more, [], `${words[0]} says it once`);
    // The server's moments are of whole seconds.
    assert.ok(moment !== undefined && moment >= stopped - 1000 && moment <= Date.now(), `${words[0]}: ${stderr}`);
    assert.doesNotMatch((await clew([...words, String(door)])).stderr, /as of/, `${words[0]} of the other replica`);
  }
  await ask(asked.http, "SYSTEM START FETCHES");
  await until("the replica has all", rowsAlike);
  await until("and says no more that it lags", async () => !(await lagging()));
});

test("a replica that comes back after a kill never passes what is old for all there is", async () => {
  const [database, log] = ["back", join(folder, "back.log")];
  await madeDatabase(database);
  writeScaleLog(log, 20_000);
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  const [killed, other] = [cluster.nodes[1], cluster.nodes[0]];
  const [to, door] = [killed, other].map(({ http }) => String(addressOf([http], database)));
  const ship = async (/** @type {number} */ i) => {
    const path = join(folder, `back-${i}.log`);
    writeFileSync(path, `${lines.slice(i * 10_000, (i + 1) * 10_000).join("\n")}\n`);
    assert.equal((await clew(["ship", path, "--once", "--to", door])).status, 0);
  };
  const all = (await clew(["stats", "--json", log])).stdout.replaceAll(log, "ALL");
  await ship(0);
  const sent = performance.now();
  // What is missing for less than five seconds is not told.
  await until("what it will have is older than that", async () => performance.now() - sent > 6_000);
  await killed.kill();
  // It knows of nothing that it lacks until its old session with the coordinator is over; the others may be asked for it.
  const starting = killed.start();
  await ship(1);
  let old = 0;
  await until("it has all", async () => {
    const { stdout, stderr } = await clew(["stats", "--json", to]);
    if (stdout.replaceAll(to, "ALL") === all) return true;
    if (stdout === "") return stderr;
    old++;
    assert.match(stderr, /: as of \d/, `an answer that was not whole, and did not say so: ${stdout.slice(0, 200)}`);
    return `${old} old answers`;
  });
  await starting;
  console.log(`${old} answers were old, and said so`);
});

test("clew tail shows every line once, of replicas that lag and of a node that is killed", async () => {
  const database = "tails";
  await madeDatabase(database);
  const [asked, other, far] = [cluster.nodes[1], cluster.nodes[0], cluster.nodes[3]];
  const door = addressOf([other.http], database);
  let [stdout, stderr] = ["", ""];
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  // With all that was there before, for it may begin after the first of them came.
  const ended = clew(["tail", "-n", "100000", addressOf([asked.http], database)], {
    env: { NO_COLOR: "1" },
    onStart: (started) => {
      child = started;
      started.stdout?.on("data", (piece) => (stdout += piece));
      started.stderr?.on("data", (piece) => (stderr += piece));
    },
  });
  try {
    let sent = 0;
    const shown = () => [...stdout.matchAll(/line-(\d+);/g)].map(([, n]) => Number(n));
    const ship = async () => {
      const log = join(folder, `tails-${sent}.log`);
      const lines = Array.from({ length: 1_000 }, (_, i) => {
        const n = sent + i;
        return `${JSON.stringify({ task_uuid: `t${n}`, task_level: [1], timestamp: 1e9 + n, message_type: `line-${n};` })}\n`;
      });
      writeFileSync(log, lines.join(""));
      sent += lines.length;
      assert.equal((await clew(["ship", log, "--once", "--host", "h", "--to", door])).status, 0);
    };
    const areShown = () =>
      until(`${sent} lines are shown`, async () => new Set(shown()).size === sent || shown().length);
    await ship();
    await areShown();
    for (const node of [asked, far]) await ask(node.http, "SYSTEM STOP FETCHES");
    await ship();
    await until("the tail says as of when it is", async () => / as of \d/.test(stderr) || stderr);
    for (const node of [asked, far]) await ask(node.http, "SYSTEM START FETCHES");
    await areShown();
    await until("and that it lags no more", async () => stderr.includes("as of now again") || stderr);
    await asked.kill();
    await ship();
    await until("the tail says that it waits", async () => stderr.includes("waiting for it") || stderr);
    await asked.start();
    await areShown();
    await ship();
    await areShown();
    // What is counted is shown in whatever order the parts of the shards came in.
    assert.deepEqual(
      shown().sort((a, b) => a - b),
      Array.from({ length: sent }, (_, i) => i),
    );
  } finally {
    child?.kill("SIGINT");
    await ended;
  }
});

test("tables of a cluster are given what is missing on all its nodes, or not at all", async () => {
  const database = "older";
  await madeDatabase(database);
  for (const { http } of cluster.nodes) {
    for (const table of ["to_batches", "lines_to_batches", "batches", "batches_all"])
      await ask(http, `DROP TABLE ${database}.${table}`);
  }
  const to = addressOf([cluster.nodes[0].http], database);
  const alone = await clew(["ship", "--create", "--to", to]);
  assert.equal(alone.status, 2);
  assert.match(alone.stderr, /are those of a cluster: say with --cluster which/);
  const made = await clew(["ship", "--create", "--cluster", CLUSTER, "--to", to]);
  assert.equal(made.status, 0, made.stderr);
  for (const { http } of cluster.nodes)
    assert.equal(await ask(http, `SELECT count() FROM ${database}.batches_all`), "0");
});

test("the commands say of a cluster what they say of the files", async () => {
  const whole = join(folder, "answers.log");
  writeScaleLog(whole, 30_000);
  const lines = readFileSync(whole, "utf8").trimEnd().split("\n");
  const halves = [lines.slice(0, lines.length / 2), lines.slice(lines.length / 2)];
  const [before, later] = await Promise.all(
    halves.map(async (half, i) => {
      const [database, log] = [`half_${i}`, join(folder, `half-${i}.log`)];
      writeFileSync(log, `${half.join("\n")}\n`);
      await madeDatabase(database);
      const to = addressOf([cluster.nodes[i].http, cluster.nodes[3 - i].http], database);
      const { status, stderr } = await clew(["ship", log, "--once", "--to", to]);
      assert.equal(status, 0, stderr);
      return { log, to };
    }),
  );
  const commands = [["why"], ["slow"], ["stats"], ["find", "status=failed"], ["diff", later]];
  for (const [command, ...more] of commands) {
    const asked = (/** @type {"log" | "to"} */ from) => {
      const words = more.map((one) => (typeof one === "string" ? one : one[from]));
      const logs = command === "diff" ? [before[from], ...words] : [...words, before[from]];
      return clew([command, "--json", ...logs]);
    };
    const [file, database] = [await asked("log"), await asked("to")];
    const named = (/** @type {string} */ text) =>
      [before, later].reduce(
        (shown, { log, to }, i) => shown.replaceAll(log, `LOG${i}`).replaceAll(to, `LOG${i}`),
        text,
      );
    assert.notEqual(file.stdout, "", `${command}: ${file.stderr}`);
    assert.equal(named(database.stdout), named(file.stdout), `${command}: ${database.stderr}`);
  }
});

test("tables are not made without a word about a node that is away", {
  skip: isQuick && "takes a minute",
}, async () => {
  const [first, , , away] = cluster.nodes;
  const create = () =>
    clew(["ship", "--create", "--cluster", CLUSTER, "--to", addressOf([first?.http ?? 0], "waited")]);
  await away?.kill();
  const { status, stderr } = await create();
  assert.equal(status, 2, stderr);
  assert.match(stderr, /Not all nodes of test made the tables within 45 s.*run this again/);
  await away?.start();
  const again = await create();
  assert.equal(again.status, 0, again.stderr);
  assert.equal(await ask(away?.http ?? 0, "SELECT count() FROM waited.messages_all"), "0");
});

// Last: once in a dozen runs a server of this age, whose coordinator was killed, answered no statement ON CLUSTER any more.
test("whoever of the cluster is killed while a log is sent: nothing is lost, and nothing double", async () => {
  const [database, log] = ["kills", join(folder, "kills.log")];
  await madeDatabase(database);
  writeScaleLog(log, MESSAGES);
  const { nodes, coordinator } = cluster;
  // At the batch of each number, counted as they are tried; each is back before the next one is killed.
  const round = [
    { killed: nodes[1], at: "asked" }, // a replica
    { killed: nodes[0], at: "given" }, // the node that is spoken to, while it spreads a batch
    { killed: coordinator, at: "asked" },
    { killed: nodes[2], at: "given" }, // a replica of the other shard, while it is given its part
    { killed: coordinator, at: "given" },
  ];
  const plan = Array.from({ length: ROUNDS }, () => round).flat();
  let [tried, kills] = [0, 0];
  let down;
  const doors = await Promise.all(
    nodes.map((node) =>
      doorTo(node.http, async (step) => {
        if (step === "asked") tried++;
        const next = plan[kills];
        if (down !== undefined && step === "asked" && tried > down.since) {
          const { who } = down;
          down = undefined;
          await who.start();
        } else if (down === undefined && next !== undefined && step === next.at) {
          kills++;
          down = { who: next.killed, since: tried };
          await next.killed.kill();
        }
      }),
    ),
  );
  const shipped = await clew([
    "ship",
    log,
    "--once",
    "--host",
    "h",
    "--to",
    addressOf(
      doors.map(({ port }) => port),
      database,
    ),
  ]);
  for (const door of doors) door.close();
  if (down !== undefined) await down.who.start();
  assert.equal(shipped.status, 0, shipped.stderr);
  assert.equal(kills, plan.length, `${kills} were killed in ${tried} tries: there were too few batches for all`);
  console.log(`${MESSAGES} messages, ${kills} kills, ${tried} tries`);
  await assertWhole(database, log);
});
