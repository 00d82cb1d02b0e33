import { parseLine } from "clew/parse";
import { expect, test } from "vitest";
import { ClickHouseError } from "../address/index.js";
import { type ClickHouseClient, shippedRow } from "../clickhouse/index.js";
import { Delivery } from "./delivery.js";

// How long a shipper rests between its tries, whichever of several nodes is away. Rests are noted, and not waited for.

const LINE = '{"task_uuid":"t","task_level":[1],"timestamp":1,"message_type":"hello"}';
const TOO_MANY_PARTS = 252;

/** The nodes that are asked in turn for one batch, where each try ends with a code of the server until there are no more. */
async function send(codes: readonly number[], first = 0) {
  const asked: number[] = [];
  const rests: number[] = [];
  const left = [...Array.from({ length: first }, () => 242), -1, ...codes];
  const client = {
    address: { database: "x", hosts: Array.from({ length: 4 }, (_, i) => ({ host: `h${i}`, port: 1 })) },
    post: async (node: number) => {
      const code = left.shift();
      if (code === -1 || code === undefined) return;
      asked.push(node % 4);
      throw new ClickHouseError("CLEW_CLICKHOUSE", "no", code);
    },
  } as unknown as ClickHouseClient;
  const pass = async (ms: number) => void rests.push(ms);
  const options = { host: "h", isSpread: true, onTrouble: () => {}, signal: new AbortController().signal, pass };
  const delivery = new Delivery(client, options);
  const parsed = parseLine(LINE);
  const rows = parsed.ok ? [shippedRow(parsed.message, LINE)] : [];
  await delivery.send(rows, 0);
  asked.length = 0;
  rests.length = 0;
  expect(await delivery.send(rows, 0)).toEqual({ kind: "sent", refused: [] });
  return { asked, rests };
}

test("all nodes are tried at once, and the rest grows with each round of them", async () => {
  const { asked, rests } = await send(Array.from({ length: 12 }, () => 242));
  expect(asked).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
  expect(rests).toEqual([0, 0, 0, 1_000, 0, 0, 0, 2_000, 0, 0, 0, 4_000]);
});

test("a node that has too much to merge is given time, whichever it is", async () => {
  const { asked, rests } = await send([TOO_MANY_PARTS, TOO_MANY_PARTS, TOO_MANY_PARTS], 2);
  expect(asked).toEqual([2, 2, 2]);
  expect(rests).toEqual([1_000, 2_000, 4_000]);
});

test("a server that is away for an hour is given the same bytes when it is back, and it is said once", async () => {
  const [told, bodies]: [string[], string[]] = [[], []];
  let waited = 0;
  const client = {
    address: { database: "x", hosts: [{ host: "h", port: 1 }] },
    post: async (_node: number, _query: object, body: Uint8Array) => {
      bodies.push(Buffer.from(body).toString("hex"));
      if (waited < 3_600_000) throw new ClickHouseError("CLEW_CLICKHOUSE_AWAY", "Cannot reach h:1");
    },
  } as unknown as ClickHouseClient;
  const delivery = new Delivery(client, {
    host: "h",
    isSpread: false,
    onTrouble: (sentence) => told.push(sentence),
    signal: new AbortController().signal,
    pass: async (ms) => {
      waited += ms;
    },
  });
  const parsed = parseLine(LINE);
  const rows = parsed.ok ? [shippedRow(parsed.message, LINE)] : [];
  expect(await delivery.send(rows, 0)).toEqual({ kind: "sent", refused: [] });
  expect(new Set(bodies).size).toBe(1);
  // No try is more than a minute after the last one, and they are no more than that needs.
  expect(bodies.length).toBeGreaterThan(60);
  expect(bodies.length).toBeLessThan(70);
  expect(told).toEqual([
    "Cannot reach h:1; trying again, and the log keeps what is not sent",
    "The server takes messages again",
  ]);
});
