import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseLine } from "clew/parse";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { clickHouseAddress } from "../../packages/cli/src/address/index.js";
import {
  Arrivals,
  ClickHouseClient,
  INGEST_COLUMNS,
  RowBinary,
  shippedRow,
} from "../../packages/cli/src/clickhouse/index.js";
import { type FilledDatabase, filledDatabase, server } from "./filled-database.js";
import { clew } from "./run-clew.mjs";
import { freePorts, installedServer, Node } from "./server.mjs";

const CLEW = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));
const NOW = Math.floor(Date.now() / 1000);

const message = (uuid: string, time = NOW, type = "hello") =>
  JSON.stringify({ task_uuid: uuid, task_level: [1], timestamp: time, message_type: type });

describe.skipIf(server === undefined)("what comes into a database, as it comes", { timeout: 60_000 }, () => {
  let database: FilledDatabase;
  let name: string;
  let arrivals: Arrivals;
  const told: string[] = [];
  beforeEach(async ({ task }) => {
    name = `arrivals_${task.id.replace(/\W/g, "_")}`;
    database = await filledDatabase(name, [message("before-1"), message("before-2")].join("\n"));
    const client = new ClickHouseClient(clickHouseAddress(`${server}/${name}`));
    arrivals = await Arrivals.open(client, (sentence) => told.push(sentence));
  });
  afterEach(async () => {
    arrivals.close();
    await database.drop();
    expect(told.splice(0)).toEqual([]);
  });

  const send = async (lines: readonly string[], host: string, sealed: number, into = "ingest") => {
    const rows = new RowBinary();
    for (const line of lines) {
      const parsed = parseLine(line);
      if (parsed.ok) rows.add(shippedRow(parsed.message, line), host, sealed);
    }
    const query = `INSERT INTO ${name}.${into} (${INGEST_COLUMNS.map(([column]) => column).join(", ")}) FORMAT RowBinary`;
    await database.client.post(0, { query }, rows.bytes);
  };
  /** What the next looks bring, until they have brought so many lines. */
  const coming = async (count: number) => {
    const lines: string[] = [];
    for (const over = performance.now() + 20_000; lines.length < count && performance.now() < over; )
      lines.push(...(await arrivals.poll()));
    return [...lines, ...(await arrivals.poll())];
  };

  test("the last lines first, and nothing of what was there before after them", async () => {
    expect(await arrivals.begin(1)).toEqual([message("before-1"), message("before-2")]);
    expect(await arrivals.poll()).toEqual([]);
    await send([message("new")], "h", NOW);
    expect(await arrivals.poll()).toEqual([message("new")]);
    expect(await arrivals.poll()).toEqual([]);
  });

  test("a batch that was closed an hour ago, with lines of last week, is there when it comes", async () => {
    await arrivals.begin(0);
    await send([message("on-time")], "h", NOW);
    expect(await arrivals.poll()).toEqual([message("on-time")]);
    const late = [message("late-1", NOW - 7 * 86_400), message("late-2", 5)];
    await send(late, "h", NOW - 3600);
    expect(await arrivals.poll()).toEqual([...late].reverse());
  });

  test("a batch that comes again is not, nor a line that comes in another one", async () => {
    await arrivals.begin(0);
    const lines = [message("a"), message("b")];
    for (let i = 0; i < 2; i++) await send(lines, "h", NOW);
    expect(await arrivals.poll()).toEqual(lines);
    await send(lines, "h", NOW);
    expect(await arrivals.poll()).toEqual([]);
    await send([message("b"), message("c")], "h", NOW + 1);
    expect(await arrivals.poll()).toEqual([message("c")]);
    await database.client.text(`OPTIMIZE TABLE ${name}.messages FINAL`);
    expect(await arrivals.poll()).toEqual([]);
  });

  test("batches that a host closes in one second are told apart by their lines, merged or not", async () => {
    await arrivals.begin(0);
    for (const one of ["a", "b", "c"]) {
      await send([message(one)], "h", NOW);
      expect(await arrivals.poll()).toEqual([message(one)]);
      await database.client.text(`OPTIMIZE TABLE ${name}.messages FINAL`);
    }
    await send([message("d")], "other", NOW);
    expect(await arrivals.poll()).toEqual([message("d")]);
  });

  test("a batch that is known before its lines can be seen is read when they can", async () => {
    await arrivals.begin(0);
    await database.client.text(`CREATE TABLE ${name}.held AS ${name}.ingest ENGINE = Memory`);
    // The views are filled one after the other: the table of batches has it, and the one of lines has one line of two.
    const lines = [message("a"), message("b")];
    await send(lines, "h", NOW, "held");
    const [made] = await database.client.rows<{ create: string }>(
      `SELECT toString(sum(cityHash64(line))) AS create FROM ${name}.held`,
    );
    await database.client.text(
      `INSERT INTO ${name}.batches SELECT now(), any(sealed), any(host), toUInt8(0), toUInt32(2), groupUniqArray(toUInt32(floor(time / 600))), toUInt64('${made?.create}') FROM ${name}.held`,
    );
    expect(await arrivals.poll()).toEqual([]);
    const columns = INGEST_COLUMNS.map(([column]) => column).filter((column) => !column.startsWith("field_"));
    for (const uuid of ["a", "b"]) {
      await database.client.text(
        `INSERT INTO ${name}.messages (day, slot, line_hash, ${columns.join(", ")}) SELECT toDate(toUInt16(floor(time / 86400))), toUInt32(floor(time / 600)), toUInt32(cityHash64(line)), ${columns.join(", ")} FROM ${name}.held WHERE task_uuid = '${uuid}'`,
      );
      expect(await coming(1)).toEqual([message(uuid)]);
    }
  });

  test("raw lines, of whichever hosts, hostile names and all", async () => {
    await arrivals.begin(0);
    const raw = async (...lines: readonly (readonly [host: string, line: string])[]) => {
      const sent = lines.map(([host, line]) => JSON.stringify({ host, line })).join("\n");
      await database.client.post(0, { query: `INSERT INTO ${name}.lines FORMAT JSONEachRow` }, Buffer.from(sent));
    };
    const odd = "ho'st\\";
    await raw(["h", message("a")], [odd, message("b")], ["h", "not a message"]);
    expect((await arrivals.poll()).toSorted()).toEqual([message("a"), message("b")]);
    await raw(["h", message("a")], ["h", message("c")]);
    expect(await arrivals.poll()).toEqual([message("c")]);
    await send([message("d")], odd, NOW);
    expect(await arrivals.poll()).toEqual([message("d")]);
  });
});

describe.skipIf(server === undefined)("clew tail of a database", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-tail-"));
  const children: ReturnType<typeof spawn>[] = [];
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  function tail(...args: readonly string[]) {
    const child = spawn(process.execPath, [CLEW, "tail", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    children.push(child);
    const run = { stdout: "", stderr: "" };
    let check = () => {};
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.on("data", (chunk) => {
        run[stream] += String(chunk);
        check();
      });
    }
    const has = (text: string) =>
      new Promise<void>((resolve) => {
        check = () => {
          if (run.stdout.includes(text) || run.stderr.includes(text)) resolve();
        };
        check();
      });
    const end = async () => {
      const closed = once(child, "close");
      child.kill("SIGINT");
      return (await closed)[0] as number | null;
    };
    return { run, has, end };
  }

  test.skipIf(installedServer() === undefined)(
    "loses no line and doubles none over kills of the server, and says that it waits",
    async () => {
      const [http = 0, tcp = 0, interserver = 0] = await freePorts(3);
      const node = new Node(installedServer() as string, { http, tcp, interserver });
      const log = join(folder, "restarts.log");
      const to = `clickhouse://127.0.0.1:${http}/clew`;
      try {
        await node.start();
        expect(await clew(["ship", "--create", "--to", to])).toMatchObject({ status: 0 });
        const following = tail(to);
        const lines = (from: number, count: number) =>
          Array.from({ length: count }, (_, i) => `${message(`t${from + i}`, NOW + from + i, `n${from + i};`)}\n`).join(
            "",
          );
        writeFileSync(log, lines(0, 50));
        expect(await clew(["ship", log, "--once", "--to", to])).toMatchObject({ status: 0 });
        await following.has("n49;");
        for (let kill = 1; kill <= 2; kill++) {
          appendFileSync(log, lines(kill * 50, 50));
          await node.kill();
          const shipped = clew(["ship", log, "--once", "--to", to]);
          await following.has("waiting for it");
          await node.start();
          expect(await shipped).toMatchObject({ status: 0 });
          await following.has(`n${kill * 50 + 49};`);
          await following.has("answers again");
          expect(following.run.stderr.match(/waiting for it/g)).toHaveLength(1);
          following.run.stderr = "";
        }
        expect(await following.end()).toBe(0);
        const shown = [...following.run.stdout.matchAll(/n(\d+);/g)].map(([, n]) => Number(n));
        expect(shown).toEqual(Array.from({ length: 150 }, (_, i) => i));
      } finally {
        await node.end();
      }
    },
  );

  test("begins with the last lines, of the time that the address asks about, and takes the options of files", async () => {
    const name = "tail_options";
    const database = await filledDatabase(
      name,
      [message("old", NOW - 7200, "old"), message("a", NOW - 2, "first"), message("b", NOW - 1, "second")].join("\n"),
    );
    try {
      const to = `${server}/${name}`;
      const last = tail("-n", "1", to);
      await last.has("second");
      expect(await last.end()).toBe(0);
      expect(last.run.stdout).not.toContain("first");
      const since = tail("--json", "--task", "a", `${to}?since=1h`);
      await since.has("first");
      await since.end();
      expect(since.run.stdout.trim().split("\n")).toHaveLength(1);
      const hour = tail(`${to}?since=1h`);
      await hour.has("second");
      await hour.end();
      expect(hour.run.stdout).not.toContain("old");
      const two = await clew(["tail", to, "app.log"]);
      expect(two).toMatchObject({ status: 2, stdout: "" });
      expect(two.stderr).toContain("give the address alone");
    } finally {
      await database.drop();
    }
  });
});
