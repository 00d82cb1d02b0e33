import { describe, expect, test } from "vitest";
import { OwnLines } from "./own-lines.js";

const DEEP = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
const GOOD = '{"level":30,"time":1767000000001,"msg":"read"}\n';
const TRACE = '"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"';
const TIMES = '"startTimeUnixNano":"1767000000000000000","endTimeUnixNano":"1767000000000000001"';
const APM = '"id":"b7ad6b7169203331","trace_id":"0af7651916cd43dd8448eb211c80319c","timestamp":1767323045006000';

describe("what is 100,000 deep leaves the lines behind it readable", () => {
  test.each([
    ["a field of a logger's line", `{"level":30,"time":1767000000000,"msg":"x","v":${DEEP}}`],
    ["an object that is nothing", DEEP],
    ["a list of lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    [
      "an object in Docker's wrapper",
      `{"log":${JSON.stringify(`${DEEP}\n`)},"stream":"stdout","time":"2026-01-02T03:04:05Z"}`,
    ],
    ["an object in a list of records", `{"records":[${DEEP}]}`],
    [
      "an attribute of OTLP",
      `{"resourceSpans":[{"scopeSpans":[{"spans":[{${TRACE},${TIMES},"name":"n","attributes":[{"key":"k","value":${DEEP}}]}]}]}]}`,
    ],
    ["a tag of Elastic APM", `{"transaction":{${APM},"duration":1,"context":{"tags":{"d":${DEEP}}}}}`],
    ["a header in a HAR", `{"log":{"creator":{},"entries":[{"startedDateTime":"2026-01-02","request":${DEEP}}]}}`],
  ])("%s", (_, line) => {
    const own = new OwnLines();
    const unused: string[] = [];
    const messages = [...own.add(`${line}\n${GOOD}`, 1, (at, reason) => unused.push(`${at}: ${reason}`))];
    messages.push(...own.end((at, reason) => unused.push(`${at}: ${reason}`)));
    expect(messages.some(({ message }) => message.message === "read")).toBe(true);
    // What was read is a line again, however deep.
    for (const { text } of messages) expect(text.startsWith("{")).toBe(true);
    expect(unused).toEqual([]);
  });
});

describe("what never ends", () => {
  test("of an entry of several lines is given in several, and none of it is lost", () => {
    const own = new OwnLines();
    let text = "info: Shop.App[14]\n";
    for (let i = 0; i < 25_000; i++) text += "      more\n";
    const messages = [...own.add(text, 1, () => {}), ...own.end(() => {})];
    const kept = messages.map(({ message }) => String(message.message ?? message.text)).join("\n");
    expect(kept.match(/more/g)).toHaveLength(25_000);
  });

  test("of errors whose transactions never come is told by itself", () => {
    const own = new OwnLines();
    const error = (n: number) =>
      `{"error":{"id":"${n}","timestamp":1767323045006000,"parent_id":"p${n}","exception":{"type":"E","message":"m"}}}\n`;
    let text = "";
    for (let n = 0; n < 30_000; n++) text += error(n);
    const messages = [...own.add(text, 1, () => {}), ...own.end(() => {})];
    expect(messages).toHaveLength(30_000);
    expect(messages[0]?.message).toMatchObject({ exception: "E", reason: "m" });
  });
});
