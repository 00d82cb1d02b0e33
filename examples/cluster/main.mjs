// Runs the two services of two-services as on two hosts, each with a shipper beside it, and asks the database why some
// orders failed: node main.mjs [clickhouse://ADDRESS/DATABASE]. Without an address it runs a cluster of two shards and two
// replicas where a coordinator is installed, and a server alone where there is none.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePorts, installedServer, Node } from "../../test/clickhouse/server.mjs";
import { CLUSTER, installedCluster, startCluster } from "../../test/cluster/cluster.mjs";

const clew = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-cluster-"));
/** @type {(() => unknown)[]} */
const atEnd = [() => rmSync(folder, { recursive: true })];

/** Gives the address of a database, and how its tables are made; `undefined` where there is no server. */
async function database() {
  const given = process.argv[2];
  if (given !== undefined) return { to: given, made: [] };
  const clustered = installedCluster();
  if (clustered !== undefined) {
    const cluster = await startCluster(clustered);
    atEnd.push(() => cluster.end());
    const hosts = cluster.nodes.map(({ http }) => `127.0.0.1:${http}`);
    return { to: `clickhouse://${hosts.join(",")}/clew`, made: ["--cluster", CLUSTER] };
  }
  const program = installedServer();
  if (program === undefined) return undefined;
  const [http = 0, tcp = 0, interserver = 0] = await freePorts(3);
  const server = new Node(program, { http, tcp, interserver });
  atEnd.push(() => server.end());
  await server.start();
  return { to: `clickhouse://127.0.0.1:${http}/clew`, made: [] };
}

/** A service of a host, whose log is sent while it is written. @param {string} name @param {string} to @param {object} env */
async function host(name, to, env) {
  const log = join(folder, `${name}.log`);
  const program = fileURLToPath(new URL(`../two-services/${name}.mjs`, import.meta.url));
  const service = spawn(process.execPath, [clew, "run", "--file", log, "--", "node", program], {
    env: { ...process.env, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  atEnd.push(() => service.kill());
  const [line] = await once(createInterface({ input: service.stdout }), "line");
  const ship = ["ship", log, "--host", `${name}-1`, "--to", to];
  const shipper = spawn(process.execPath, [clew, ...ship], { stdio: ["ignore", "ignore", "inherit"] });
  atEnd.push(() => shipper.kill());
  const end = async () => {
    for (const child of [service, shipper]) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }
    // A shipper that was ended, whenever it was, has left how far it came: the next one sends the rest.
    if (run(...ship, "--once") !== 0) throw new Error(`the log of ${name} is not sent`);
  };
  return { port: String(line).split(" ")[1], end };
}

/** @param {string[]} args */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [clew, ...args], { encoding: "utf8" });
  process.stderr.write(stderr);
  process.stdout.write(stdout);
  return status ?? 2;
}

/** @param {string} to @param {readonly string[]} made */
async function order(to, made) {
  if (run("ship", "--create", ...made, "--to", to) !== 0) throw new Error(`the tables cannot be made in ${to}`);
  const stock = await host("stock", to, {});
  const shop = await host("shop", to, { STOCK_URL: `http://127.0.0.2:${stock.port}` });
  for (let i = 0; i < 20; i++)
    await (await fetch(`http://127.0.0.1:${shop.port}/${i % 5 === 0 ? "lamp" : "chair"}`)).text();
  await shop.end();
  await stock.end();
  run("why", to);
}

try {
  const found = await database();
  if (found !== undefined) await order(found.to, found.made);
  else {
    console.log("Not run: there is no clickhouse-server here; apt-get install clickhouse-server, or give an address.");
    process.exitCode = process.env.CI === undefined ? 0 : 1;
  }
} finally {
  for (const end of atEnd.reverse()) await end();
}
