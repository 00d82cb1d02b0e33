// A server of ClickHouse for tests: Debian's package, in a folder of its own, on ports of its own, ended by its id.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as passing } from "node:timers/promises";

const PROGRAMS = ["/usr/sbin/clickhouse-server", "/usr/bin/clickhouse-server"];
const UP_MS = 30_000;

/** The path of the server's program, where it is installed. */
export function installedServer() {
  return PROGRAMS.find((path) => existsSync(path));
}

/** The same, which is installed where that can be; `undefined` where it cannot be had. */
export function serverProgram(packages = ["clickhouse-server"]) {
  if (installedServer() !== undefined && packages.length === 1) return installedServer();
  try {
    const apt = (/** @type {string[]} */ ...args) =>
      execFileSync("apt-get", args, {
        stdio: "ignore",
        timeout: 300_000,
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...packages);
  } catch (error) {
    console.log(`${packages.join(", ")} cannot be installed here: ${error}`);
  }
  return installedServer();
}

/** @param {number} count */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map((server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)))),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(() => resolve(undefined)))));
  return ports;
}

const usersXml = (/** @type {string} */ settings) => `<yandex>
  <profiles>
    <default><max_memory_usage>2000000000</max_memory_usage>${settings}</default>
    <reader><readonly>2</readonly><max_execution_time>30</max_execution_time></reader>
  </profiles>
  <users>
    <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
    <clew_read><password>r'&amp;e\\ad</password><networks><ip>127.0.0.1</ip></networks><profile>reader</profile><quota>default</quota></clew_read>
  </users>
  <quotas><default/></quotas>
</yandex>`;

const QUERY_LOG =
  "<query_log><database>system</database><table>query_log</table><flush_interval_milliseconds>1000</flush_interval_milliseconds></query_log>";

/** One node: a process that can be killed and started again on its data. */
export class Node {
  /**
   * `logsQueries`: the server keeps what each question took, in system.query_log.
   *
   * @param {string} program
   * @param {{ http: number, tcp: number, interserver: number, more?: string, logsQueries?: boolean }} options
   */
  constructor(program, { http, tcp, interserver, more = "", logsQueries = false }) {
    this.program = program;
    this.http = http;
    this.folder = mkdtempSync(join(tmpdir(), "clew-clickhouse-"));
    for (const name of ["data", "tmp"]) mkdirSync(join(this.folder, name));
    writeFileSync(join(this.folder, "users.xml"), usersXml(logsQueries ? "<log_queries>1</log_queries>" : ""));
    writeFileSync(
      join(this.folder, "config.xml"),
      `<yandex>
  <logger><level>warning</level><log>${this.folder}/log.txt</log><errorlog>${this.folder}/errors.txt</errorlog></logger>
  <http_port>${http}</http_port><tcp_port>${tcp}</tcp_port><interserver_http_port>${interserver}</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host><listen_host>127.0.0.1</listen_host>
  <path>${this.folder}/data/</path><tmp_path>${this.folder}/tmp/</tmp_path><users_config>${this.folder}/users.xml</users_config>
  <mark_cache_size>268435456</mark_cache_size><max_concurrent_queries>100</max_concurrent_queries>
  <default_profile>default</default_profile><default_database>default</default_database><timezone>Asia/Tokyo</timezone>${more}${logsQueries ? QUERY_LOG : ""}
</yandex>`,
    );
  }

  async start() {
    const out = openSync(join(this.folder, "out.txt"), "a");
    this.process = spawn(this.program, [`--config-file=${this.folder}/config.xml`], { stdio: ["ignore", out, out] });
    for (const until = performance.now() + UP_MS; performance.now() < until; await passing(100)) {
      const answer = await fetch(`http://127.0.0.1:${this.http}/ping`).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new Error(`the server did not come up; see ${this.folder}`);
  }

  /** @param {NodeJS.Signals} signal */
  async kill(signal = "SIGKILL") {
    const { process } = this;
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill(signal);
    await ended;
  }

  async end() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @param {number} http @param {string} sql */
export async function ask(http, sql, settings = "") {
  const answer = await fetch(`http://127.0.0.1:${http}/?${settings}`, { method: "POST", body: sql });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text.slice(0, 300));
  return text.trim();
}
