import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { clickHouseAddress } from "../../packages/cli/src/address/index.js";
import { ClickHouseClient } from "../../packages/cli/src/clickhouse/index.js";
import { server } from "./filled-database.js";

const EXAMPLE = fileURLToPath(new URL("../../examples/cluster/main.mjs", import.meta.url));

describe.skipIf(server === undefined)("examples/cluster", { timeout: 60_000 }, () => {
  const client = new ClickHouseClient(clickHouseAddress(`${server}/default`));
  afterAll(async () => {
    await client.text("DROP DATABASE IF EXISTS example_cluster");
    client.close();
  });

  test("two hosts send what they log, and the database says why orders failed", async () => {
    await client.text("DROP DATABASE IF EXISTS example_cluster");
    const child = spawn(process.execPath, [EXAMPLE, `${server}/example_cluster`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (piece) => (stdout += piece));
    child.stderr.on("data", (piece) => (stderr += piece));
    const [status] = await once(child, "close");
    expect(status, stderr).toBe(0);
    expect(stdout).toContain("4 of 20 tasks failed");
    const hosts = await client.rows<{ host: string }>(
      "SELECT host, uniqExact(task_uuid) AS tasks FROM example_cluster.messages GROUP BY host ORDER BY host",
    );
    expect(hosts.map(({ host }) => host)).toEqual(["shop-1", "stock-1"]);
  });
});
