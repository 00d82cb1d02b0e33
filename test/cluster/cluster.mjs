// A cluster of two shards, of two replicas each, on this machine: Debian's servers and a coordinator beside them, on ports
// of loopback, with their data in temporary folders. Each is a process that can be killed and started again, by its id.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as passing } from "node:timers/promises";
import { freePorts, installedServer, Node, serverProgram } from "../clickhouse/server.mjs";

const JARS = ["/usr/share/java/zookeeper.jar", "/usr/share/java/slf4j-simple.jar"];
const JAVA = "/usr/bin/java";
const UP_MS = 60_000;
/** The cluster's name in the servers' configuration. */
export const CLUSTER = "test";
const REPLICAS = [
  { shard: 1, replica: 1 },
  { shard: 1, replica: 2 },
  { shard: 2, replica: 1 },
  { shard: 2, replica: 2 },
];

/** The path of the server's program, where a coordinator is installed beside it. */
export function installedCluster() {
  return JARS.every((jar) => existsSync(jar)) && existsSync(JAVA) ? installedServer() : undefined;
}

/** The same, both installed where that can be; `undefined` where they cannot be had. */
export function clusterProgram() {
  if (installedCluster() === undefined) serverProgram(["clickhouse-server", "zookeeper", "libslf4j-java"]);
  return installedCluster();
}

/** The coordinator that replicas agree by. */
class Coordinator {
  /** @param {number} port */
  constructor(port) {
    this.port = port;
    this.folder = mkdtempSync(join(tmpdir(), "clew-coordinator-"));
    // Short ticks: a replica that was killed waits for the end of its old session before it goes on.
    writeFileSync(
      join(this.folder, "zoo.cfg"),
      `tickTime=500\ndataDir=${this.folder}/data\nclientPort=${port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\nmaxClientCnxns=0\n`,
    );
  }

  async start() {
    const out = openSync(join(this.folder, "out.txt"), "a");
    this.process = spawn(
      JAVA,
      ["-Xmx256m", "-cp", JARS.join(":"), "org.apache.zookeeper.server.quorum.QuorumPeerMain", "zoo.cfg"],
      { cwd: this.folder, stdio: ["ignore", out, out] },
    );
    await until("the coordinator is up", () => serves(this.port), UP_MS);
  }

  async kill() {
    const { process } = this;
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await ended;
  }

  async end() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Starts the coordinator and the four nodes; `end` ends whatever of them runs. */
export async function startCluster(/** @type {string} */ program) {
  const ports = await freePorts(1 + 3 * REPLICAS.length);
  const coordinator = new Coordinator(ports[0] ?? 0);
  const portsOf = (/** @type {number} */ i) => ({
    http: ports[1 + 3 * i] ?? 0,
    tcp: ports[2 + 3 * i] ?? 0,
    interserver: ports[3 + 3 * i] ?? 0,
  });
  const shards = [1, 2].map((shard) => {
    const replicas = REPLICAS.flatMap((place, i) =>
      place.shard === shard ? [`<replica><host>127.0.0.1</host><port>${portsOf(i).tcp}</port></replica>`] : [],
    );
    return `<shard><internal_replication>true</internal_replication>${replicas.join("")}</shard>`;
  });
  const nodes = REPLICAS.map(
    ({ shard, replica }, i) =>
      new Node(program, {
        ...portsOf(i),
        more: `<zookeeper><node><host>127.0.0.1</host><port>${ports[0]}</port></node><session_timeout_ms>3000</session_timeout_ms></zookeeper>
  <macros><shard>${shard}</shard><replica>${replica}</replica></macros>
  <remote_servers><${CLUSTER}>${shards.join("")}</${CLUSTER}></remote_servers>
  <merge_tree><zookeeper_session_expiration_check_period>1</zookeeper_session_expiration_check_period></merge_tree>
  <distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl>`,
      }),
  );
  const end = async () => {
    for (const one of [...nodes, coordinator]) await one.end();
  };
  try {
    await coordinator.start();
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await end();
    throw error;
  }
  return { coordinator, nodes, end };
}

/** Waits until something holds, which is looked at again and again; what it ended with is said where it does not.
 * @param {string} what @param {() => Promise<unknown>} holds @param {number} [within] */
export async function until(what, holds, within = 60_000) {
  let last;
  for (const over = performance.now() + within; performance.now() < over; await passing(100)) {
    last = await holds().catch((error) => error);
    if (last === true) return;
  }
  throw new Error(`not so after ${within / 1000} s: ${what}; last: ${last}`);
}

/** Whether the coordinator takes questions: servers of 18.16 end where it has the port and is not ready. @param {number} port */
function serves(port) {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write("srvr"));
    // One that comes up may take a connection and answer nothing on it.
    socket.setTimeout(1000, () => socket.destroy());
    socket.on("data", (piece) => (text += piece));
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(text.includes("Mode:")));
  });
}
