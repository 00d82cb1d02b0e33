import { describe, expect, test } from "vitest";
import { OwnLines } from "./own-lines.js";

type Fields = Readonly<Record<string, unknown>>;

function read(...blocks: readonly string[]): readonly Fields[] {
  const own = new OwnLines();
  const found: Fields[] = [];
  let line = 1;
  for (const block of blocks) {
    for (const { message } of own.add(block, line, () => {})) found.push(message);
    for (const { message } of own.settle(() => {})) found.push(message);
    line += block.split("\n").length - 1;
  }
  for (const { message } of own.end(() => {})) found.push(message);
  return found;
}

const STARTED = 'Started POST "/orders" for 127.0.0.1 at 2026-01-02 03:04:05 +0000\n';

describe("an entry of several lines", () => {
  test("of Rails fails with the error that stands behind its answer", () => {
    const completed = "Completed 500 Internal Server Error in 12ms\n";
    const messages = read(`${STARTED}${completed}TypeError (user is undefined):\napp/a.rb:7:in \`b'\n${STARTED}`);
    expect(messages[1]).toMatchObject({ action_status: "failed", exception: "TypeError", reason: "user is undefined" });
  });

  test("of .NET is one in a carrier too, with the streams apart", () => {
    const messages = read(
      "web-1  | info: Shop.App[14]\njob-1  | fail: Shop.Job[0]\nweb-1  |       Listening\njob-1  |       Cannot charge\njob-1  |       System.IO.IOException: no\njob-1  |          at A.B() in /a.cs:line 7\n",
    );
    expect(messages).toMatchObject([
      { logger: "Shop.App", message: "Listening", clew_source: { name: "web-1" } },
      { logger: "Shop.Job", message: "Cannot charge", exception: "System.IO.IOException", reason: "no" },
    ]);
  });

  test("of the W3C's form is read with the columns that were named before the log fell silent", () => {
    const head = "#Fields: date time cs-method cs-uri-stem sc-status time-taken\n";
    const messages = read(
      head,
      "2026-01-02 03:04:05 GET /orders 200 1.5\n",
      "2026-01-02 03:04:06 GET /orders 503 0.5\n",
    );
    expect(messages.map(({ action_status }) => action_status)).toEqual(["started", "succeeded", "started", "failed"]);
    expect(messages[0]).toMatchObject({ method: "GET", path: "/orders", timestamp: 1767323043.5 });
  });

  test("of PostgreSQL's CSV holds a statement of several lines", () => {
    const cells =
      '"kim","shop",7,"[local]",6b0b.7,3,"SELECT",2026-01-02 03:04:05 UTC,3/1,0,ERROR,42P01,"no ""orders""",';
    const messages = read(`2026-01-02 03:04:05.006 UTC,${cells},,,,,"SELECT *\n  FROM orders",1,,"psql"\n`);
    expect(messages).toMatchObject([
      { exception: "42P01", reason: 'no "orders"', statement: "SELECT *\n  FROM orders" },
    ]);
  });

  test("of MySQL's slow statements is an action that took as long as it says", () => {
    const messages = read(
      "# Time: 2026-01-02T03:04:05.5Z\n# User@Host: shop[shop] @ web-1 [10.0.0.7]  Id: 7\n# Query_time: 2.5  Lock_time: 0 Rows_sent: 1\nSET timestamp=1767323043;\nSELECT 1\n  FROM orders;\n",
    );
    expect(messages).toMatchObject([
      { action_status: "started", timestamp: 1767323043 },
      { action_status: "succeeded", clew_duration: 2.5, message: "SELECT 1\n  FROM orders", rows_sent: 1 },
    ]);
  });

  test("is given when a line follows that is none of it, and that line is not lost", () => {
    const messages = read("info: Shop.App[14]\n      Listening\nsomething else\n      indented\n");
    expect(messages).toMatchObject([{ message: "Listening" }, { text: "something else\n      indented" }]);
  });
});
