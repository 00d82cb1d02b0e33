import { expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

test("clew index says that it takes no address, what does, and no password", async () => {
  const { status, stdout, stderr } = await runClew("index", "clickhouse://u:secret-word@127.0.0.1:1/logs");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("clew index takes files, not clickhouse://u@127.0.0.1:1/logs: ");
  expect(stderr).toContain("needs no store beside it");
  expect(stderr).not.toContain("secret-word");
});

test.each([
  ["tail", ["tail"]],
  ["query", ["query", "SELECT 1"]],
  ["mcp", ["mcp"]],
])("clew %s takes an address alone", async (command, args) => {
  const { status, stderr } = await runClew(...args, "clickhouse://u:secret-word@127.0.0.1:1/logs", "app.log");
  expect(status).toBe(2);
  expect(stderr).toContain(`clew ${command} takes files, not clickhouse://u@127.0.0.1:1/logs: give the address alone`);
  expect(stderr).not.toContain("secret-word");
});
