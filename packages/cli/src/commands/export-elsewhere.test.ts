// What `clew export` writes beside its standard output: requests to a receiver of OTLP, and tables of Parquet.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { ReceivedLog, Receiver } from "../receive/index.js";
import { runClew } from "../testing/run-clew.js";

const ORDER = fileURLToPath(new URL("../../../../fixtures/clew/story/order.log", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-elsewhere-"));
afterAll(() => rmSync(folder, { recursive: true }));

const log = join(folder, "order.log");
writeFileSync(log, readFileSync(ORDER));

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe("clew export --to otlp --endpoint", () => {
  async function answering(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test("sends all of a log to a receiver, from which the same tasks are read", async () => {
    const received = join(folder, "received.log");
    const to = await ReceivedLog.open(received);
    const receiver = await Receiver.start(to, { host: "127.0.0.1", port: 0 });
    const { stderr, status } = await runClew("export", "--to", "otlp", "--endpoint", `${receiver.address}/`, log);
    await receiver.close();
    await to.close();
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Sent \d+ spans and \d+ log records to http:\/\/127\.0\.0\.1:\d+\.\n$/);
    const names = async (path: string) => {
      const { stdout } = await runClew("stats", "--json", path);
      return stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { action_type?: string; count: number })
        .map(({ action_type: type, count }) => `${type} ${count}`)
        .sort();
    };
    expect(await names(received)).toEqual(await names(log));
  });

  test("tells what was refused, and ends with 1", async () => {
    const address = await answering((request, response) => {
      request.resume().once("end", () => {
        response.setHeader("content-type", "application/json");
        response.end('{"partialSuccess":{"rejectedSpans":"2","rejectedLogRecords":"1","errorMessage":"too old"}}');
      });
    });
    const { stderr, status } = await runClew("export", "--to", "otlp", "--endpoint", address, log);
    expect(stderr).toMatch(/^Refused \d of \d+: too old\n/);
    expect(status).toBe(1);
  });

  test.each([400, 401, 404])("tells an answer of %i, and ends with 1", async (code) => {
    const address = await answering((request, response) => {
      request.resume().once("end", () => response.writeHead(code).end("no"));
    });
    const { stderr, status } = await runClew("export", "--to", "otlp", "--endpoint", address, log);
    expect(stderr).toContain(String(code));
    expect(stderr).toContain("Sent 0 spans and 0 log records");
    expect(status).toBe(1);
  });

  test("waits as long as a busy receiver asks for, and tries again", async () => {
    let asked = 0;
    const address = await answering((request, response) => {
      request.resume().once("end", () => {
        if (asked++ === 0) response.writeHead(429, { "retry-after": "0" }).end();
        else response.writeHead(200, { "content-type": "application/json" }).end("{}");
      });
    });
    const { stderr, status } = await runClew("export", "--to", "otlp", "--endpoint", address, log);
    expect({ status, isSent: /^Sent [1-9]/.test(stderr) }).toEqual({ status: 0, isSent: true });
    expect(asked).toBeGreaterThan(1);
  });

  test("sends only what is chosen, and says where that is nothing", async () => {
    const address = await answering((_, response) => response.end("{}"));
    const args = ["export", "--to", "otlp", "--endpoint", address, log];
    const none = await runClew(...args, "--task", "nothing");
    expect(none.stderr).toContain('No task has a uuid that begins with "nothing".');
    expect(none.status).toBe(1);
  });
});

describe("clew export --to parquet --out", () => {
  async function counts(...choice: readonly string[]): Promise<Record<string, unknown>> {
    const out = mkdtempSync(join(folder, "tables-"));
    const { stderr } = await runClew("export", "--to", "parquet", "--out", out, log, ...choice);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const found: Record<string, unknown> = { said: stderr.match(/parquet: \d+ rows/g)?.length };
    for (const table of ["messages", "actions", "tasks"]) {
      const reader = await connection.runAndReadAll(`SELECT count(*) FROM '${join(out, `${table}.parquet`)}'`);
      found[table] = Number(reader.getRows()[0]?.[0]);
    }
    connection.closeSync();
    return found;
  }

  test("writes a file for each table, which DuckDB reads", async () => {
    expect(await counts()).toEqual({ said: 3, messages: 22, actions: 10, tasks: 2 });
  });

  test("writes the tasks alone that are chosen", async () => {
    const first = { said: 3, messages: 21, actions: 10, tasks: 1 };
    const second = { said: 3, messages: 1, actions: 0, tasks: 1 };
    expect(await counts("--failed")).toEqual(first);
    expect(await counts("--task", "5C0FFEE0-0000-4000-8000-000000000003")).toEqual(second);
    expect(await counts("--since", "2026-11-22T19:23:54.2")).toEqual(second);
    expect(await counts("--until", "2026-11-22T19:23:54.2")).toEqual(first);
  });
});
