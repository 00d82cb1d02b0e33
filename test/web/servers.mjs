// Real servers on loopback, each in a folder of its own, ended by their own ids. Nothing that runs already is used or
// ended. A server whose program is not installed is said, with what installs it, and in CI that is a failure.

import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const isRoot = process.getuid?.() === 0;

/** The packages of Debian that have the servers. */
export const PACKAGES = ["postgresql", "mariadb-server", "redis-server", "rabbitmq-server", "kcat"];

const SERVERS = {
  postgres: startPostgres,
  mariadb: startMariadb,
  redis: startRedis,
  rabbitmq: startRabbitmq,
  kafka: startKafka,
};

/** Starts the servers that are named; gives their ports, `missing` ones by name, and `stop`. */
export async function startServers(names) {
  const folder = mkdtempSync(join(tmpdir(), "clew-servers-"));
  // Each server's own user has to pass through it.
  chmodSync(folder, 0o755);
  const running = [];
  const ports = {};
  const missing = [];
  const stop = async () => {
    await Promise.all(running.map((child) => end(child)));
    rmSync(folder, { recursive: true, force: true });
  };
  // One that is interrupted leaves nothing behind.
  process.once("exit", () => {
    for (const child of running) if (child.exitCode === null) signal(child, "SIGKILL");
  });
  try {
    await Promise.all(
      names.map(async (name) => {
        const wanted = await freePort();
        const child = await SERVERS[name](join(folder, name), wanted);
        if (child === undefined) return missing.push(name);
        running.push(child);
        const port = child.port ?? wanted;
        await isListening(port, name, child);
        ports[name] = port;
      }),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  if (missing.length > 0) {
    const line = `not installed: ${missing.join(", ")}; apt-get install --no-install-recommends ${PACKAGES.join(" ")}`;
    if (process.env.CI) {
      await stop();
      throw new Error(line);
    }
    console.log(line);
  }
  return { ports, missing, stop };
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A server is run by its own user where it refuses to be run by root. */
function folderOf(path, user) {
  mkdirSync(path, { recursive: true });
  if (!isRoot || user === undefined) return {};
  const id = (flag) => Number(spawnSync("id", [flag, user], { encoding: "utf8" }).stdout);
  const [uid, gid] = [id("-u"), id("-g")];
  chownSync(path, uid, gid);
  return { uid, gid };
}

function startPostgres(path, port) {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  const bin = versions.length > 0 ? `/usr/lib/postgresql/${versions.sort().at(-1)}/bin` : undefined;
  if (bin === undefined || !existsSync(`${bin}/postgres`)) return undefined;
  const owner = folderOf(path, "postgres");
  const data = join(path, "data");
  run(`${bin}/initdb`, ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"], owner);
  const settings = ["fsync=off", "listen_addresses=127.0.0.1", `unix_socket_directories=${path}`, "max_connections=50"];
  return start(`${bin}/postgres`, ["-D", data, "-p", port, ...settings.flatMap((each) => ["-c", each])], owner);
}

function startMariadb(path, port) {
  const bin = ["/usr/sbin/mariadbd", "/usr/bin/mariadbd"].find(existsSync);
  if (bin === undefined) return undefined;
  const owner = folderOf(path, "mysql");
  const data = join(path, "data");
  const auth = "--auth-root-authentication-method=normal";
  run("mariadb-install-db", [`--datadir=${data}`, "--no-defaults", "--skip-test-db", auth], owner);
  const args = ["--no-defaults", `--datadir=${data}`, `--port=${port}`, "--bind-address=127.0.0.1"];
  const files = [`--socket=${join(path, "s")}`, `--pid-file=${join(path, "pid")}`, "--skip-name-resolve"];
  return start(bin, [...args, ...files], owner);
}

function startRedis(path, port) {
  if (!existsSync("/usr/bin/redis-server")) return undefined;
  folderOf(path);
  return start("/usr/bin/redis-server", ["--port", port, "--bind", "127.0.0.1", "--dir", path, "--save", ""], {});
}

async function startRabbitmq(path, port) {
  const bin = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/sbin/rabbitmq-server"].find(existsSync);
  if (bin === undefined) return undefined;
  const owner = folderOf(path, "rabbitmq");
  const distribution = await freePort();
  const daemon = await freePort();
  // A daemon of names of its own, in the foreground of nobody else's.
  const epmd = ["/usr/bin/epmd"].find(existsSync);
  const names = epmd && start(epmd, ["-port", daemon, "-address", "127.0.0.1"], owner);
  const child = start(bin, [], owner, {
    HOME: path,
    RABBITMQ_NODENAME: `clew${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
    RABBITMQ_NODE_PORT: port,
    RABBITMQ_DIST_PORT: distribution,
    ERL_EPMD_PORT: daemon,
    ERL_EPMD_ADDRESS: "127.0.0.1",
    RABBITMQ_MNESIA_BASE: path,
    RABBITMQ_LOG_BASE: path,
    RABBITMQ_PID_FILE: join(path, "pid"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(path, "plugins"),
    RABBITMQ_CONF_ENV_FILE: join(path, "none.conf"),
  });
  if (names) child.once("exit", () => signal(names, "SIGKILL"));
  return child;
}

/** The broker of librdkafka, which it has for its own tests: it talks Kafka's protocol, at a port that it chooses and tells. */
async function startKafka(path) {
  if (!existsSync("/usr/bin/kcat")) return undefined;
  folderOf(path);
  // It tells much, also while nobody can read a pipe. The address that it is to ask is never asked.
  const told = join(path, "told");
  const args = ["-P", "-b", "127.0.0.1:1", "-t", "none", "-X", "test.mock.num.brokers=1", "-d", "mock"];
  const child = start("/usr/bin/kcat", args, {}, {}, ["pipe", "ignore", openSync(told, "w")]);
  child.isToBeKilled = true;
  while (child.port === undefined) {
    if (child.exitCode !== null) throw new Error(`kcat ended: ${readFileSync(told, "utf8")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const port = /bootstrap\.servers=127\.0\.0\.1:(\d+)/.exec(readFileSync(told, "utf8"))?.[1];
    if (port !== undefined) child.port = Number(port);
  }
  return child;
}

function run(command, args, owner) {
  const { status, stderr, error } = spawnSync(command, args, { ...owner, encoding: "utf8", cwd: "/" });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
}

/** In a group of its own, so that what it starts ends with it. */
function start(command, args, owner, env = {}, stdio = ["ignore", "pipe", "pipe"]) {
  const child = spawn(command, args.map(String), {
    ...owner,
    cwd: "/",
    env: { ...process.env, ...env },
    stdio,
    detached: true,
  });
  child.said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data) => {
      child.said = (child.said + data).slice(-4000);
    });
  }
  return child;
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended.
  }
}

function end(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const late = setTimeout(() => signal(child, "SIGKILL"), 5000);
    child.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
    // One that keeps nothing need not be asked, which takes its time to say farewell.
    signal(child, child.isToBeKilled ? "SIGKILL" : "SIGTERM");
  });
}

async function isListening(port, name, child) {
  for (const begun = Date.now(); Date.now() - begun < 60_000; ) {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${child.said}`);
    const isUp = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} did not listen within a minute: ${child.said}`);
}
