import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

const fixture = (name: string) => fileURLToPath(new URL(`../../../../fixtures/${name}`, import.meta.url));
const ORDER = fixture("clew/story/order.log");
const CONCURRENT = fixture("python-eliot/1.13/fifty-concurrent.log");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-tree-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The headings of the tasks that are shown. */
const headings = (text: string) => text.split("\n").filter((line) => /^[0-9a-f]{8} {2}/.test(line));

describe("clew tree", () => {
  test("shows the tasks that are asked for", async () => {
    const all = headings((await runClew("tree", CONCURRENT)).stdout);
    expect(all).toHaveLength(50);
    const failed = headings((await runClew("tree", "--failed", CONCURRENT)).stdout);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(50);
    const long = headings((await runClew("tree", "--min-duration", "30ms", CONCURRENT)).stdout);
    expect(long.length).toBeGreaterThan(0);
    expect(all).toEqual(expect.arrayContaining(long));
    const [one] = headings((await runClew("tree", "--task", (all[7] as string).slice(0, 8), CONCURRENT)).stdout);
    expect(one).toBe(all[7]);
  });

  test("sorts by duration, the longest first", async () => {
    const { stdout } = await runClew("tree", "--sort", "duration", "--raw", CONCURRENT);
    const durations = [...stdout.matchAll(/(?:in|after) (\d+\.\d+)s/g)].map(([, seconds]) => Number(seconds));
    expect(durations.length).toBeGreaterThan(30);
    expect(durations).toEqual([...durations].sort((a, b) => b - a));
  });

  test("keeps what lies above a match, and counts what it leaves out", async () => {
    const { stdout, status } = await runClew("tree", "--filter", "type=push", ORDER);
    expect(stdout).toContain("✓ notify");
    expect(stdout).toContain("✓ push");
    expect(stdout).not.toContain("mail");
    expect(stdout).toContain("… 2 left out");
    expect(status).toBe(0);
  });

  test("selects with JMESPath and by time", async () => {
    expect((await runClew("tree", "--select", "devices == `2`", ORDER)).stdout).toContain("push");
    expect((await runClew("tree", "--since", "2026-11-22T19:23:54.3", ORDER)).stdout).toContain("server.closed");
    expect((await runClew("tree", "--until", "2026-11-22", ORDER)).status).toBe(1);
  });

  test("gives one task a line with --json", async () => {
    const { stdout } = await runClew("tree", "--json", ORDER);
    const tasks = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { root: { kind: string } });
    expect(tasks.map(({ root }) => root.kind)).toEqual(["action", "message"]);
  });

  test("colours only where it is asked to", async () => {
    expect((await runClew("tree", ORDER)).stdout).not.toContain("\x1b");
    expect((await runClew("tree", "--color", "always", ORDER)).stdout).toContain("\x1b[1;31m");
    const tree = "\x1b[31m├─";
    expect((await runClew("tree", "--color", "always", ORDER)).stdout).toContain(tree);
    expect((await runClew("tree", "--color", "always", "--no-color-tree", ORDER)).stdout).not.toContain(tree);
  });

  test("takes defaults from a configuration; the command line counts more", async () => {
    const config = join(folder, "config.json");
    writeFileSync(
      config,
      '{"color": "always", "width": 60, "themeOverrides": {"failed": "bold cyan"}, "context": true}',
    );
    const { stdout } = await runClew("tree", "--config", config, ORDER);
    expect(stdout).toContain("\x1b[1;36m✗");
    const plain = (await runClew("tree", "--config", config, "--color", "never", "--width", "40", ORDER)).stdout;
    expect(Math.max(...plain.split("\n").map((line) => line.length))).toBeLessThanOrEqual(40);
    const shown = await runClew("tree", "--config", config, "--show-config");
    expect(JSON.parse(shown.stdout)).toMatchObject({ color: "always", width: 60, fieldLimit: 100 });
  });

  test.each([
    ['{"widht": 60}', 'it has no option "widht"'],
    ['{"width": true}', '"width" must be a text or a number'],
    ['{"ascii": "yes"}', '"ascii" must be true or false'],
    ['{"color": "pink"}', '"color": Allowed choices are'],
    ['{"color": "always", "themeOverrides": {"failed": "loud"}}', '"loud" is neither an attribute'],
    ['{"color": "always", "themeOverrides": {"fialed": "red"}}', 'there is no "fialed"'],
    ["[]", "it must be a JSON object"],
    ["{", "it is not JSON"],
  ])("refuses the configuration %s", async (text, says) => {
    const config = join(folder, "bad.json");
    writeFileSync(config, text);
    const { stderr, status } = await runClew("tree", "--config", config, ORDER);
    expect(stderr).toContain(says);
    expect(status).toBe(2);
  });
});
