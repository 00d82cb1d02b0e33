import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { runShop } from "../../examples/shop/main.mjs";

// Python Eliot itself reads what clew writes. It comes with Debian's python3-eliot.

const PYTHON = "/usr/bin/python3";
const hasEliot = spawnSync(PYTHON, ["-c", "import eliot"]).status === 0;
if (!hasEliot)
  console.error("Not checked that Python Eliot reads our logs: install it with apt-get install python3-eliot.");

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-eliot-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Node {
  readonly children?: readonly Node[];
  readonly [key: string]: unknown;
}

/** What both forests say of a node. */
function shared({ kind, children, ...rest }: Node): object {
  const { action_type, status, task_level, start_ts, end_ts, start_fields, end_fields, message_type, ts, fields } =
    rest;
  const common = { kind, task_level };
  if (kind === "message") return { ...common, message_type, ts, fields };
  return {
    ...common,
    action_type,
    status,
    start_ts,
    end_ts,
    start_fields,
    end_fields,
    children: children?.map(shared),
  };
}

function byTask(forest: string): Record<string, object> {
  const { tasks } = JSON.parse(forest) as { tasks: { task_uuid: string; root: Node }[] };
  return Object.fromEntries(tasks.map(({ task_uuid, root: node }) => [task_uuid, shared(node)]));
}

describe("a log that two processes of ours wrote", () => {
  test.skipIf(!hasEliot && process.env.CI === undefined)(
    "is parsed by Python Eliot into the same trees",
    { timeout: 60_000 },
    async () => {
      expect(hasEliot, "python3-eliot is missing; apt-get install python3-eliot").toBe(true);
      const { logs, refused } = await runShop(folder, 120);
      const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
      const theirs = byTask(execFileSync(PYTHON, [join(root, "test/eliot/forest.py"), ...logs], options));
      const clew = join(root, "packages/cli/bin/clew.js");
      const ours = byTask(execFileSync(process.execPath, [clew, "export", "--to", "eliot-forest", ...logs], options));
      expect(Object.keys(ours).length).toBe(120);
      expect(refused).toBeGreaterThan(0);
      expect(ours).toEqual(theirs);
    },
  );
});
