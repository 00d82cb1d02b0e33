import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { BINARY, EXPORTERS } from "../export/index.js";
import { runClew } from "../testing/run-clew.js";

const ORDER = fileURLToPath(new URL("../../../../fixtures/clew/story/order.log", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-export-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, "app.log");
  writeFileSync(path, text);
  return path;
}

const FORMATS = Object.keys(EXPORTERS);

describe("clew export", () => {
  test.each(FORMATS)("--to %s ends with 0 where all was read", async (to) => {
    const { stdout, stderr, status } = await runClew("export", "--to", to, ORDER);
    expect(stdout.length).toBeGreaterThan(500);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });

  test.each(FORMATS)(
    "--to %s writes what it can of a damaged log, says what it could not read, and ends with 1",
    async (to) => {
      const path = file(
        '{"task_uuid":"t","task_level":[1],"timestamp":1,"action_type":"a","action_status":"started"}\n{"task_uuid":oops\n',
      );
      const { stdout, stderr, status } = await runClew("export", "--to", to, path);
      expect(stdout).not.toBe("");
      expect(stderr).toMatch(/^[^\n]*app\.log:2: not JSON: [^\n]*\n$/);
      expect(status).toBe(1);
    },
  );

  // OTLP goes out as lines of documents: nothing to send is no line.
  test.each(FORMATS.filter((to) => !BINARY.has(to) && to !== "otlp"))(
    "--to %s writes a whole document without a task in it",
    async (to) => {
      const { stdout, stderr, status } = await runClew("export", "--to", to, file(""));
      expect(stdout.endsWith("\n")).toBe(true);
      if (stdout.startsWith("{")) expect(JSON.parse(stdout)).toBeDefined();
      expect({ stderr, status }).toEqual({ stderr: "No message was found.\n", status: 1 });
    },
  );

  test("writes one task alone, and says when there is none", async () => {
    const csv = (task: string) => runClew("export", "--to", "csv", "--rows", "messages", "--task", task, ORDER);
    const { stdout, status } = await csv("5c0ffee0-0000-4000-8000-000000000003");
    expect(stdout.trimEnd().split("\r\n")).toHaveLength(2);
    expect(status).toBe(0);
    expect(await csv("nothing")).toMatchObject({
      status: 1,
      stderr: 'No task has a uuid that begins with "nothing".\n',
    });
  });

  test("writes the tasks alone in which something failed, and says when there are none", async () => {
    const csv = (path: string) => runClew("export", "--to", "csv", "--rows", "messages", "--failed", path);
    const all = await runClew("export", "--to", "csv", "--rows", "messages", ORDER);
    const rows = (text: string) => text.trimEnd().split("\r\n").length;
    const { stdout, status } = await csv(ORDER);
    expect([rows(all.stdout) - rows(stdout), status]).toEqual([1, 0]);
    const fine = file('{"task_uuid":"t","task_level":[1],"timestamp":1,"message_type":"m"}\n');
    expect(await csv(fine)).toMatchObject({ status: 1, stderr: "No task has failed.\n" });
  });

  test("ends with 2 for a form that it does not know, rows that there are not, and a file that is not there", async () => {
    expect(await runClew("export", "--to", "gif", ORDER)).toMatchObject({ status: 2, stdout: "" });
    expect(await runClew("export", ORDER)).toMatchObject({ status: 2, stdout: "" });
    expect(await runClew("export", "--to", "csv", "--rows", "tasks", ORDER)).toMatchObject({ status: 2, stdout: "" });
    expect(await runClew("export", "--to", "csv", join(folder, "nowhere.log"))).toMatchObject({ status: 2 });
  });

  test("does not send what is no text to a terminal", async () => {
    const before = process.stdout.isTTY;
    process.stdout.isTTY = true;
    try {
      const { stdout, stderr, status } = await runClew("export", "--to", "perfetto", ORDER);
      expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
      expect(stderr).toContain("perfetto is not text; send it to a file");
    } finally {
      process.stdout.isTTY = before;
    }
  });
});
