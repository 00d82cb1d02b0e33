import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

const ORDER = fileURLToPath(new URL("../../../../fixtures/clew/story/order.log", import.meta.url));

describe("clew find", () => {
  test("gives each match on a line, with its task and level", async () => {
    const { stdout, status } = await runClew("find", "type=payment.attempt status=failed", ORDER);
    expect(stdout).toBe(
      "5c0ffee0/3  2026-11-22 19:23:54.004Z  100ms  ✗ payment.attempt  BankTimeout: the bank did not answer  attempt=1\n" +
        "    at charge (…/shop/payment.mjs:41:11)\n",
    );
    expect(status).toBe(0);
  });

  test("gives matches with what lies above them, and counts the rest", async () => {
    const { stdout } = await runClew("find", "--context", "type=push", ORDER);
    expect(stdout.split("\n").map((line) => line.slice(14))).toEqual([
      "-11-22 19:23:54.000Z  failed after 300ms, 2 messages missing",
      expect.stringMatching(/^✗ order\.place {2}NoCourier/),
      '│ customer="Ada Lovelace"',
      "├─ ✓ notify",
      "│  ├─ ✓ push  → devices=2",
      "│  └─ … 2 left out",
      "└─ … 8 left out",
      "",
    ]);
  });

  test("counts", async () => {
    expect(await runClew("find", "--count", "status=failed", ORDER)).toEqual({ stdout: "4\n", stderr: "", status: 0 });
    expect(await runClew("find", "--count", "status=failed x=1", ORDER)).toEqual({
      stdout: "0\n",
      stderr: "",
      status: 1,
    });
  });

  test("looks for a word anywhere, whatever its capitals, in lines of text too", async () => {
    const log = join(mkdtempSync(join(tmpdir(), "clew-find-")), "app.log");
    writeFileSync(
      log,
      '{"task_uuid":"t","task_level":[1],"timestamp":1,"message_type":"note","deep":[{"who":"Kim Timeout"}]}\nsocket timeout at 10.0.0.7\n',
    );
    expect((await runClew("find", "--count", "TIMEOUT", log)).stdout).toBe("2\n");
    expect((await runClew("find", "--count", "'kim timeout'", log)).stdout).toBe("1\n");
    expect((await runClew("find", "--count", "timeout type=note", log)).stdout).toBe("1\n");
    expect((await runClew("find", "--count", "nowhere", log)).stdout).toBe("0\n");
  });

  test("gives JSON, one object a line", async () => {
    const { stdout } = await runClew("find", "--json", "type=push or type=clew:deadline", ORDER);
    const objects = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects).toMatchObject([
      { kind: "action", action_type: "push", task_level: [5, 3], status: "succeeded", end_fields: { devices: 2 } },
      { kind: "message", message_type: "clew:deadline", task_level: [5, 4], fields: {} },
    ]);
  });

  test("ends with 1 where nothing fits, and with 2 where the filter cannot be read", async () => {
    expect(await runClew("find", "type=nothing", ORDER)).toEqual({
      stdout: "",
      stderr: "Nothing matches.\n",
      status: 1,
    });
    const { stderr, status } = await runClew("find", "type=(", ORDER);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'Cannot read the filter at character 6: a value is missing; an empty one is written "".\n  type=(\n       ^\n',
    );
  });
});
