// npm run test:clickhouse: a real server answers every question as memory and the store beside a log do, and takes what
// `clew ship` sends, whoever is killed meanwhile. The server is Debian's package, which is installed where it is not there;
// CLEW_TEST_CLICKHOUSE=clickhouse://host:port tries another one that runs already. With --quick fewer logs and kills, for CI.
import { spawnSync } from "node:child_process";
import { freePorts, Node, serverProgram } from "./server.mjs";

const isQuick = process.argv.includes("--quick");
let node;
let address = process.env.CLEW_TEST_CLICKHOUSE;
if (address === undefined) {
  const program = serverProgram();
  if (program === undefined) {
    console.log("Not run: there is no clickhouse-server here, and it cannot be installed.");
    process.exit(process.env.CI === undefined ? 0 : 1);
  }
  const [http, tcp, interserver] = await freePorts(3);
  node = new Node(program, { http, tcp, interserver });
  await node.start();
  address = `clickhouse://127.0.0.1:${http}`;
}
try {
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.slow.config.ts", "test/clickhouse"],
    {
      stdio: "inherit",
      env: { ...process.env, CLEW_TEST_CLICKHOUSE: address, ...(isQuick && { CLEW_TEST_QUICK: "1" }) },
    },
  );
  process.exitCode = status ?? 1;
} finally {
  await node?.end();
}
