import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FilledDatabase, filledDatabase, server } from "./filled-database.js";
import { clew } from "./run-clew.mjs";

/** A user of the tests' server who may read, and nothing else. */
const READER = "clew_read";
const READERS_PASSWORD = "r'&e\\ad";

describe.skipIf(server === undefined)("what a server does not take", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-bad-input-"));
  let database: FilledDatabase;
  let name: string;
  let to: string;
  let log: string;
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(async ({ task }) => {
    name = `bad_${task.id.replace(/\W/g, "_")}`;
    database = await filledDatabase(name, "");
    to = `${server}/${name}`;
    log = join(folder, `${name}.log`);
  });
  afterEach(() => database.drop());

  const message = (i: number, type = "hello") =>
    `${JSON.stringify({ task_uuid: `t${i}`, task_level: [1], timestamp: i, message_type: type })}\n`;
  const uuids = async () =>
    (await database.client.text(`SELECT task_uuid FROM ${name}.messages ORDER BY task_uuid FORMAT TSVRaw`)).split("\n");

  test("a user without rights sends nothing and loses nothing; what is to be granted is said", async () => {
    writeFileSync(log, message(1));
    const asReader = to.replace("://", `://${READER}@`);
    const env = { CLEW_CLICKHOUSE_PASSWORD: READERS_PASSWORD };
    const sent = await clew(["ship", log, "--once", "--give-up", "1s", "--to", asReader], { env });
    expect(sent).toMatchObject({ status: 1 });
    expect(sent.stderr).toContain("grant the user what docs/guides/a-cluster.md lists");
    expect(sent.stderr).toContain("the log keeps what is not sent");
    expect(existsSync(`${log}.clew-refused`)).toBe(false);
    const made = await clew(["ship", "--create", "--to", asReader], { env });
    expect(made).toMatchObject({ status: 2 });
    expect(made.stderr).toContain("grant the user");
    expect((await clew(["ship", log, "--once", "--state", `${log}.own`, "--to", to])).status).toBe(0);
    expect(await uuids()).toEqual(["t1", ""]);
    expect((await clew(["find", "type=hello", asReader], { env })).stdout).toContain("hello");
  });

  test("tables of an older clew are said by the commands and by the shipper, which sends nothing", async () => {
    writeFileSync(log, message(1));
    await database.client.text(`ALTER TABLE ${name}.messages DROP COLUMN host`);
    const asked = await clew(["why", to]);
    expect(asked).toMatchObject({ status: 2, stdout: "" });
    expect(asked.stderr).toContain("of another version of clew: messages has no column 'host'");
    await database.client.text(`DROP TABLE ${name}.ingest`);
    await database.client.text(`CREATE TABLE ${name}.ingest (time Float64, task_uuid String) ENGINE = Null`);
    const sent = await clew(["ship", log, "--once", "--to", to]);
    expect(sent).toMatchObject({ status: 2 });
    expect(sent.stderr).toContain("of another version of clew: ingest has no column 'task_level'");
    expect(existsSync(`${log}.clew-refused`)).toBe(false);
  });

  test("tables of a form without the parts of tasks are neither read nor added to", async () => {
    for (const table of ["to_task_parts", "lines_to_task_parts", "task_parts"]) {
      await database.client.text(`DROP TABLE ${name}.${table}`);
    }
    for (const words of [
      ["slow", to],
      ["ship", "--create", "--to", to],
    ]) {
      const { status, stderr } = await clew(words);
      expect(status, stderr).toBe(2);
      expect(stderr).toContain("of another version of clew: there is no task_parts; ship the logs into a new database");
    }
    expect(await database.client.rows(`EXISTS TABLE ${name}.task_parts`)).toEqual([{ result: 0 }]);
  });

  test("tables without those of batches are read and sent to as they are, and are given what is missing by --create", async () => {
    for (const table of ["to_batches", "lines_to_batches", "batches"]) {
      await database.client.text(`DROP TABLE ${name}.${table}`);
    }
    writeFileSync(log, message(1));
    expect(await clew(["ship", log, "--once", "--to", to])).toMatchObject({ status: 0 });
    expect(await clew(["find", "type=hello", to])).toMatchObject({ status: 0 });
    const refused = await clew(["tail", to]);
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toContain(
      `has no table batches that this user may read: clew ship --create --to ${to} adds`,
    );
    const spread = await clew(["ship", "--create", "--cluster", "some", "--to", to]);
    expect(spread).toMatchObject({ status: 2 });
    expect(spread.stderr).toContain("are on one server: leave out --cluster");
    appendFileSync(log, message(2));
    expect(await clew(["ship", log, "--once", "--create", "--to", to])).toMatchObject({ status: 0 });
    expect(await uuids()).toEqual(["t1", "t2", ""]);
    expect(await database.store.summary()).toMatchObject({ messages: 2, tasks: 2 });
    expect(await database.client.rows(`SELECT lines FROM ${name}.batches`)).toEqual([{ lines: 1 }]);
    expect(await clew(["ship", "--create", "--to", to])).toMatchObject({ status: 0 });
  });

  test("a file that two machines send under one name counts once", async () => {
    const copies = ["a", "b"].map((machine) => {
      mkdirSync(join(folder, name, machine), { recursive: true });
      return join(folder, name, machine, "app.log");
    });
    writeFileSync(log, Array.from({ length: 100 }, (_, i) => message(i)).join(""));
    for (const copy of copies) copyFileSync(log, copy);
    const sent = await Promise.all(
      copies.map((copy, i) => clew(["ship", copy, "--once", "--host", `host-${i}`, "--to", to])),
    );
    expect(sent.map(({ status }) => status)).toEqual([0, 0]);
    expect(await database.store.summary()).toMatchObject({ messages: 100, tasks: 100 });
    expect(await database.store.taskLines("t7")).toBe(message(7));
  });

  test("a batch that the server refuses is halved: what it cannot take is set aside, and all else is sent", async () => {
    // A view that cannot read one of them refuses the whole batch.
    await database.client.text(
      `CREATE MATERIALIZED VIEW ${name}.a_reader ENGINE = Memory AS SELECT toUInt8(if(type = 'bad', 'x', '1')) AS n FROM ${name}.ingest`,
    );
    const lines = Array.from({ length: 20 }, (_, i) => message(i, i === 13 ? "bad" : "good"));
    writeFileSync(log, lines.join(""));
    const { status, stderr } = await clew(["ship", log, "--once", "--give-up", "20s", "--to", to]);
    expect(status, stderr).toBe(1);
    expect(stderr).toContain("1 messages were refused by the server");
    expect(readFileSync(`${log}.clew-refused`, "utf8")).toBe(lines[13]);
    const { rows } = await database.store.tasks(
      { types: ["good"] },
      { sort: "time", descending: false, offset: 0, limit: 50 },
    );
    expect(rows).toHaveLength(19);
  });
});
