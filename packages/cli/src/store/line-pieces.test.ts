import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryStore } from "@clew/log";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type Store } from "./index.js";

// A store cuts lines into pieces, and looks for a word in some of them alone. Nobody is to see where it cuts.

const head = (uuid: string) => `"task_uuid":"${uuid}","task_level":[1],"timestamp":1760000000.25`;
const LINES = [
  `{${head("last")},"message_type":"sold","item":"chair","price":12.50}`,
  `{"item":"chair","price":1250,${head("first")},"message_type":"sold"}`,
  `{${head("middle")},"item":"table","message_type":"sold"}`,
  `{"item":"chair",${head("mixed")},"price":1,"message_type":"sold"}`,
  `{ "item" : "lamp" , ${head("spaced")} , "message_type" : "sold" }`,
  `{${head("spaced-end")},"message_type":"sold","item":"lamp" }`,
  `{${head("both")},"action_type":"sale","action_status":"started","message_type":"receipt","item":"sofa"}`,
  `{${head("started")},"action_type":"sale","action_status":"started","item":"sofa"}`,
  `{${head("unknown")},"action_type":"sale","action_status":"paused","item":"sofa"}`,
  `{${head("accents")},"message_type":"vendu","article":"fauteuil d’été","item":"ÉTÉ"}`,
  `{${head("escaped")},"message_type":"vendu","item":"\\u00e9t\\u00e9 \\"rouge\\""}`,
  `{${head("half")},"message_type":"sold","item":"\\ud83d","price":1e3}`,
  `{${head("bare")},"message_type":"nothing"}`,
];
const WORDS = ["sold", "SALE", "receipt", "start", "pause", "1000", "chair", "été", "was"];
/** Halves of characters, and a status that is none, are told apart in the fields of a log in memory alone. */
const ODD = ["half", "unknown"];

describe("lines of every shape", () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-pieces-"));
  const memory = new MemoryStore("");
  let store: Store;
  beforeAll(async () => {
    const log = join(folder, "app.log");
    const text = LINES.map((line) => `${line}\n`).join("");
    writeFileSync(log, text);
    memory.add(text);
    store = await openStore([log]);
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test("come out as they were written", async () => {
    const uuids = await memory.taskUuids({});
    expect(await store.linesOf(uuids)).toBe(await memory.linesOf(uuids));
  });

  test("are found by each piece of their text, wherever it stands", async () => {
    const pieces = LINES.flatMap((line) =>
      Array.from({ length: line.length / 11 }, (_, i) => line.slice(11 * i, 11 * i + (i % 2 === 0 ? 3 : 12))),
    );
    // What an escape is written with is no text to a log in memory.
    const texts = [...pieces.filter((piece) => !/\\|00e9|ud83d/.test(piece)), ...WORDS];
    const different: string[] = [];
    for (const text of new Set(texts)) {
      const [found, expected] = [await store.taskUuids({ text }), await memory.taskUuids({ text })];
      if ([...found].sort().join() !== [...expected].sort().join()) different.push(`${text}: ${found} for ${expected}`);
    }
    expect(different).toEqual([]);
  });

  test.each(["sold.item", "sold.price", "vendu.item", "sale.item", "receipt", "item"])(
    "have the same %s",
    async (field) => {
      const taskUuids = (await memory.taskUuids({})).filter((uuid) => !ODD.includes(uuid));
      expect(await store.groups({ taskUuids }, field)).toEqual(await memory.groups({ taskUuids }, field));
    },
  );
});
