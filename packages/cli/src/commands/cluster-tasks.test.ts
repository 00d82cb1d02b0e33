import { expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

test.each([
  ["query", ["query", "SELECT 1"], "the database's own client"],
  ["tail", ["tail"], "run it beside the log"],
  ["mcp", ["mcp"], "give it files"],
  ["index", ["index"], "needs no store beside it"],
])("clew %s says that it takes no address, what does, and no password", async (command, args, wayOut) => {
  const { status, stdout, stderr } = await runClew(...args, "clickhouse://u:secret-word@127.0.0.1:1/logs");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(`clew ${command} takes files, not clickhouse://u@127.0.0.1:1/logs: `);
  expect(stderr).toContain(wayOut);
  expect(stderr).not.toContain("secret-word");
});
