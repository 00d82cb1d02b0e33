import type { ChildProcess } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { MemoryStore } from "@clew/log";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { INGEST_COLUMNS } from "../../packages/cli/src/clickhouse/index.js";
import { writeScaleLog } from "../scale/log.mjs";
import { type FilledDatabase, filledDatabase, server } from "./filled-database.js";
import { clew } from "./run-clew.mjs";

const isQuick = process.env.CLEW_TEST_QUICK === "1";
const MESSAGES = isQuick ? 20_000 : 120_000;
const KILLS = isQuick ? 8 : 30;

describe.skipIf(server === undefined)("clew ship", { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-ship-"));
  const whole = join(folder, "whole.log");
  let database: FilledDatabase;
  let to: string;
  let log: string;
  beforeAll(() => writeScaleLog(whole, MESSAGES));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(async ({ task }) => {
    const name = `ship_${task.id.replace(/\W/g, "_")}`;
    database = await filledDatabase(name, "");
    to = `${server}/${name}`;
    log = join(folder, `${name}.log`);
  });
  afterEach(() => database.drop());

  const counts = async () => {
    const [row] = await database.client.rows<{ rows: string; lines: string; tasks: string }>(
      `SELECT toString(count()) AS rows, toString(uniqExact(task_uuid, task_level, line_hash)) AS lines, toString(uniqExact(task_uuid)) AS tasks FROM ${database.client.address.database}.messages`,
    );
    return row;
  };
  const ship = (...args: readonly string[]) => clew(["ship", log, "--once", "--to", to, ...args]);
  const message = (i: number) =>
    `${JSON.stringify({ task_uuid: `t${i}`, task_level: [1], timestamp: i, message_type: "hello" })}\n`;

  test("sends a log once, however often it is asked to, and every answer is that of the file", async () => {
    copyFileSync(whole, log);
    expect(await ship()).toMatchObject({ status: 0 });
    expect((await ship()).stderr).toContain("0 messages sent");
    expect(await counts()).toMatchObject({ rows: `${MESSAGES}`, lines: `${MESSAGES}` });
    const memory = new MemoryStore(database.client.address.shown);
    memory.add(readFileSync(whole, "utf8"));
    expect(await database.store.summary()).toEqual(await memory.summary());
    const shown = (text: string) => text.replaceAll(log, "LOG").replaceAll(to, "LOG");
    for (const command of ["why", "slow", "stats"]) {
      const [file, cluster] = [await clew([command, "--json", log]), await clew([command, "--json", to])];
      expect(shown(cluster.stdout), command).toBe(shown(file.stdout));
    }
  });

  test("counts once what is shuffled over three hosts and comes twice in part", async () => {
    const lines = readFileSync(whole, "utf8").trimEnd().split("\n");
    const parts: string[][] = [[], [], []];
    lines.forEach((line, i) => {
      parts[(i * 7919) % 3]?.unshift(line);
      if (i % 4 === 0) parts[i % 3]?.push(line);
    });
    const shipped = parts.map((part, i) => {
      const path = `${log}.part${i}.log`;
      writeFileSync(path, `${part.join("\n")}\n`);
      return clew(["ship", path, "--once", "--to", to, "--host", `host-${i}`]);
    });
    for (const { status } of await Promise.all(shipped)) expect(status).toBe(0);
    const memory = new MemoryStore(database.client.address.shown);
    memory.add(readFileSync(whole, "utf8"));
    expect(await database.store.summary()).toEqual(await memory.summary());
    const page = { sort: "time", descending: true, offset: 0, limit: 100 } as const;
    expect(await database.store.tasks({ statuses: ["failed"] }, page)).toEqual(
      await memory.tasks({ statuses: ["failed"] }, page),
    );
    expect(await database.store.facets({})).toEqual(await memory.facets({}));
  });

  test("goes on with the same bytes after a kill at any step: nothing is lost, and nothing double", async () => {
    // A door between the two, which knows what the shipper does, and ends it there.
    const steps = ["asked", "half", "taken", "answered"] as const;
    let killed = 0;
    let child: ChildProcess | undefined;
    const door = await doorTo(server as string, (step) => {
      if (killed < KILLS && step === steps[killed % steps.length]) {
        killed++;
        child?.kill("SIGKILL");
      }
    });
    writeFileSync(log, "");
    const lines = readFileSync(whole, "utf8").trimEnd().split("\n");
    const share = Math.ceil(lines.length / (KILLS + 1));
    const address = `clickhouse://127.0.0.1:${(door.address() as AddressInfo).port}/${database.client.address.database}`;
    for (let i = 0; i < lines.length; i += share) {
      appendFileSync(log, `${lines.slice(i, i + share).join("\n")}\n`);
      const onStart = (started: ChildProcess) => {
        child = started;
      };
      await clew(["ship", log, "--once", "--to", address], { onStart });
    }
    killed = KILLS;
    expect(await clew(["ship", log, "--once", "--to", address])).toMatchObject({ status: 0 });
    door.close();
    door.closeAllConnections();
    const found = await counts();
    expect(found?.lines).toBe(`${MESSAGES}`);
    // What was sent again was taken for what it is by the key, at the latest when the parts are merged.
    await database.client.text(`OPTIMIZE TABLE ${database.client.address.database}.messages FINAL`);
    expect(await counts()).toMatchObject({ rows: `${MESSAGES}`, lines: `${MESSAGES}` });
  });

  test("sends what was moved aside, compressed or followed by another file before it is gone", async () => {
    writeFileSync(log, message(1) + message(2));
    await ship();
    appendFileSync(log, message(3));
    renameSync(log, `${log}.1`);
    writeFileSync(log, message(4));
    expect(await ship()).toMatchObject({ status: 0 });
    expect((await counts())?.lines).toBe("4");
    appendFileSync(log, message(5));
    writeFileSync(`${log}.2.gz`, gzipSync(readFileSync(log)));
    rmSync(log);
    writeFileSync(log, message(6));
    expect(await ship()).toMatchObject({ status: 0 });
    expect((await counts())?.lines).toBe("6");
  });

  test("says what was taken away before it was sent, and ends with 1", async () => {
    writeFileSync(log, message(1));
    const away = "clickhouse://127.0.0.1:1/nowhere";
    expect(await clew(["ship", log, "--once", "--give-up", "1s", "--to", away])).toMatchObject({ status: 2 });
    await ship();
    appendFileSync(log, message(2) + message(3));
    // The shipper has seen the new lines, and could not send them.
    const refusing = await refusingServer();
    const port = (refusing.address() as AddressInfo).port;
    rmSync(`${log}.clew-ship`);
    const first = await clew(["ship", log, "--once", "--give-up", "1s", "--to", `clickhouse://127.0.0.1:${port}/x`]);
    expect(first).toMatchObject({ status: 1 });
    expect(first.stderr).toContain("the rest is not sent");
    refusing.close();
    rmSync(log);
    writeFileSync(log, message(4));
    const again = await refusingServer(port);
    const second = await clew(["ship", log, "--once", "--give-up", "1s", "--to", `clickhouse://127.0.0.1:${port}/x`]);
    expect(second.stderr).toContain("were taken away before they were sent");
    expect(second.status).toBe(1);
    again.close();
  });

  test.each([
    ["torn", (state: string) => state.slice(0, state.length / 2), "is torn"],
    ["changed", (state: string) => state.replace(/"sentTo":\d+/, '"sentTo":1'), "is torn"],
    ["of another version", (state: string) => state.replace('"version":1', '"version":99'), "is of another version"],
  ])("sends everything again where its state is %s, which counts once", async (_what, spoil, said) => {
    writeFileSync(log, message(1) + message(2));
    await ship();
    writeFileSync(`${log}.clew-ship`, spoil(readFileSync(`${log}.clew-ship`, "utf8")));
    appendFileSync(log, message(3));
    const { status, stderr } = await ship();
    expect(status).toBe(0);
    expect(stderr).toContain(said);
    expect((await counts())?.lines).toBe("3");
  });

  test("sends everything again where its state is lost, which counts once", async () => {
    writeFileSync(log, message(1) + message(2));
    await ship();
    rmSync(`${log}.clew-ship`);
    appendFileSync(log, message(3));
    expect(await ship()).toMatchObject({ status: 0 });
    expect((await counts())?.lines).toBe("3");
    expect(await database.store.summary()).toMatchObject({ messages: 3, tasks: 3 });
  });

  test("refuses a state of another target, and keeps its state to itself", async () => {
    writeFileSync(log, message(1));
    await ship();
    expect(statSync(`${log}.clew-ship`).mode & 0o777).toBe(0o600);
    const { status, stderr } = await clew(["ship", log, "--once", "--to", `${to.replace("127.0.0.1", "localhost")}`]);
    expect(status).toBe(2);
    expect(stderr).toContain(`is of a log that is sent to ${to}`);
  });

  test("sets lines aside that are no messages, and sends the others", async () => {
    writeFileSync(
      log,
      `${message(1)}not json\n{"a":1}\n\n${message(2)}\u0000\u0000${message(3)}${message(4).slice(0, 30)}`,
    );
    const { status, stderr } = await ship();
    expect(status).toBe(1);
    expect(stderr).toContain("3 lines could not be used");
    expect(readFileSync(`${log}.clew-refused`, "utf8")).toBe(`not json\n{"a":1}\n${message(4).slice(0, 30)}\n`);
    expect((await counts())?.lines).toBe("3");
  });

  test("takes hostile values in every field, and gives them back to the byte", async () => {
    const hostile = ["'", "\\", "\u0000", "\t", "😀", "\u2028", "'; DROP TABLE messages --", "x".repeat(1_000_000)];
    const lines = hostile.map((text, i) =>
      JSON.stringify({
        task_uuid: `u${i}${text.slice(0, 200)}`,
        task_level: [1],
        timestamp: 5 + i,
        action_type: text,
        action_status: "started",
        [`f${text.slice(0, 50)}`]: text,
      }),
    );
    writeFileSync(log, `${lines.join("\n")}\n`);
    expect(await ship("--host", "ho'st\\")).toMatchObject({ status: 0 });
    const memory = new MemoryStore(database.client.address.shown);
    memory.add(`${lines.join("\n")}\n`);
    const page = { sort: "time", descending: false, offset: 0, limit: 50 } as const;
    expect(await database.store.tasks({}, page)).toEqual(await memory.tasks({}, page));
    for (const line of lines) {
      const { task_uuid, action_type, timestamp: _, ...rest } = JSON.parse(line);
      expect(await database.store.taskLines(task_uuid)).toBe(`${line}\n`);
      const [field] = Object.keys(rest).filter((name) => name.startsWith("f"));
      const query = { types: [action_type], fields: [{ field: field as string, value: rest[field as string] }] };
      expect(await database.store.taskUuids(query), action_type.slice(0, 40)).toEqual([task_uuid]);
    }
  });

  test("says no password, and takes it from the environment", async () => {
    writeFileSync(log, message(1));
    const host = new URL(server as string).host;
    const wrong = await clew([
      "ship",
      log,
      "--once",
      "--to",
      `clickhouse://clew_read:secret-word@${host}/${database.client.address.database}`,
    ]);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).not.toContain("secret-word");
    expect(existsSync(`${log}.clew-ship`)).toBe(false);
  });
});

/** A door to the server that tells at which step a batch is. */
async function doorTo(
  address: string,
  onStep: (step: "asked" | "half" | "taken" | "answered") => void,
): Promise<Server> {
  const { hostname, port } = new URL(address.replace("clickhouse:", "http:"));
  const door = createServer((asked, answer) => {
    const isBatch = (asked.url ?? "").includes("INSERT");
    const pieces: Buffer[] = [];
    if (isBatch) onStep("asked");
    asked.on("error", () => {});
    answer.on("error", () => {});
    asked.on("data", (piece: Buffer) => {
      pieces.push(piece);
      if (isBatch && pieces.length === 2) onStep("half");
    });
    asked.on("end", () => {
      const onward = request(
        { hostname, port, path: asked.url, method: asked.method, headers: asked.headers },
        (got) => {
          const back: Buffer[] = [];
          got.on("data", (piece: Buffer) => back.push(piece));
          got.on("end", () => {
            if (isBatch) onStep("taken");
            answer.writeHead(got.statusCode ?? 500).end(Buffer.concat(back));
            if (isBatch) onStep("answered");
          });
        },
      );
      onward.on("error", () => answer.destroy());
      onward.end(Buffer.concat(pieces));
    });
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  return door;
}

/** A server that has the tables, and no room for more. */
async function refusingServer(port = 0): Promise<Server> {
  const full = createServer((asked, answer) => {
    let sql = "";
    asked.on("data", (piece) => (sql += piece));
    asked.on("end", () => {
      if ((asked.url ?? "").includes("INSERT"))
        answer.writeHead(500).end("Code: 243, e.displayText() = DB::Exception: no space left");
      else if (sql.startsWith("DESCRIBE"))
        answer.end(INGEST_COLUMNS.map(([name]) => JSON.stringify({ name })).join("\n"));
      else answer.end('{"result":1}\n');
    });
  });
  await new Promise<void>((resolve) => full.listen(port, "127.0.0.1", resolve));
  return full;
}
