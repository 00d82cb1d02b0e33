import { parseLine } from "clew/parse";
import { expect, test } from "vitest";
import { type ClickHouseClient, ClickHouseError, shippedRow } from "../clickhouse/index.js";
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
