import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ask } from "./server-for-tests.js";
import { startViewServer, type ViewServer } from "./view-server.js";

const MUSEUM = fileURLToPath(new URL("../../../../fixtures/foreign/", import.meta.url));
const OWN = '{"task_uuid":"t","task_level":[1],"timestamp":1.5,"message_type":"hello"}\n';

let server: ViewServer;
let port: number;
let cookie: string;

beforeEach(async () => {
  const started = await startViewServer({ page: new Map(), limits: { fileBytes: 100_000 } });
  server = started.server;
  port = server.port;
  cookie = `clew-${port}=${started.address.split("#token=")[1]}`;
});
afterEach(() => server.close());

function give(body: string | Buffer, headers: Readonly<Record<string, string>> = { cookie }) {
  return ask(port, "/api/read", { method: "POST", body, headers });
}

const messagesIn = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe("a file that is given to the page", () => {
  test("of our own lines comes back as it was", async () => {
    expect(await give(OWN)).toMatchObject({ status: 200, text: OWN });
    expect((await give(gzipSync(OWN))).text).toBe(OWN);
  });

  test.each([
    ["dialects/fastify.log", { action_type: "http.request" }],
    ["wrappers/docker-json-file.log", { clew_source: expect.objectContaining({ kind: "docker" }) }],
    ["documents/shop.har", { action_type: "http.call" }],
    ["documents/two-logs.zip", { message_type: "clew:zap" }],
    ["documents/utf-16.log", {}],
  ])("of another form comes back as the command reads it: %s", async (file, known) => {
    const messages = messagesIn((await give(readFileSync(`${MUSEUM}${file}`))).text);
    expect(messages.some((message) => Object.entries(known).every(([key]) => key in message))).toBe(true);
    expect(messages).toContainEqual(expect.objectContaining(known));
    for (const message of messages) expect(message.task_uuid).toBeTypeOf("string");
  });

  test("is told of where it is damaged, and what stands before the damage is given", async () => {
    const packed = gzipSync(OWN.repeat(1000));
    const { text } = await give(packed.subarray(0, packed.length - 8));
    expect(text.split("\n").filter((line) => line === OWN.trimEnd()).length).toBe(1000);
    expect(text).toContain("the compressed data is cut or damaged");
  });

  test("is taken from who has the token, from no other site, and no larger than a page can hold", async () => {
    expect((await give(OWN, {})).status).toBe(401);
    expect((await give(OWN, { cookie, origin: "http://evil.com" })).status).toBe(403);
    expect((await ask(port, "/api/read", { headers: { cookie } })).status).toBe(405);
    const large = await give(OWN.repeat(2000));
    expect(large.status).toBe(413);
    expect(large.text).toContain("open this one with: clew view FILE");
    // The server goes on.
    expect((await give(OWN)).status).toBe(200);
  });
});
