// Row D8: a question about a log, as people ask it on a command line: whole processes, their start included.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chunkParse } from "../chunk-parse.mjs";
import { writeLog } from "../log.mjs";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** How many actions of the log failed, which each command must say. @param {string} folder */
const failedIn = (folder) => Number(readFileSync(`${folder}.failed`, "utf8"));

/**
 * A command that is given a log and prints a number. It counts the CPU time of its whole process, as the shell tells it.
 *
 * @param {(log: string) => readonly string[]} argsOf
 * @returns {(times: number, folder: string) => { milliseconds: number }}
 */
function command(argsOf) {
  return (_, folder) => {
    const script = 'TIMEFORMAT="%3U %3S"; time "$@"';
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "time", ...argsOf(`${folder}.log`)], {
      encoding: "utf8",
      // Whoever runs it may have settings of their own.
      env: { ...process.env, XDG_CONFIG_HOME: folder },
    });
    const answer = /\d+/.exec(stdout)?.[0];
    if (status !== 0 || Number(answer) !== failedIn(folder)) {
      throw new Error(`${argsOf("LOG").join(" ")} ended with ${status} and counted ${stdout}:\n${stderr}`);
    }
    const [user = 0, system = 0] = stderr.trim().split("\n").at(-1)?.split(" ").map(Number) ?? [];
    return { milliseconds: (user + system) * 1000 };
  };
}

const node = process.execPath;
const CLEW = here("../../packages/cli/bin/clew.js");
const JQ = 'reduce inputs as $line (0; if $line.action_status == "failed" then . + 1 else . end)';
const SQL = ";SELECT count(*) FROM clew_log WHERE action_status = 'failed'";

/** What of it stands on this machine. @param {string} path @param {import("../harness.mjs").Row["contestants"]} contestants */
const where = (path, contestants) => (existsSync(path) ? contestants : {});

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "D8",
    what: "count the actions that failed, by a command",
    times: 1_000_000,
    warmsUp: false,
    prepare: (times, folder) => {
      writeLog(`${folder}.log`, times);
      const failed = readFileSync(`${folder}.log`, "latin1").split('"action_status":"failed"').length - 1;
      writeFileSync(`${folder}.failed`, String(failed));
    },
    contestants: {
      "chunk-parse": (_, folder) => chunkParse(`${folder}.log`),
      "clew find --count": command((log) => [node, CLEW, "find", "--count", "status=failed", log]),
      "DuckDB, read_json": command((log) => [node, here("../commands/duckdb.mjs"), log]),
      ...where("/usr/bin/jq", { jq: command((log) => ["jq", "--null-input", JQ, log]) }),
      ...where("/usr/bin/lnav", {
        lnav: command((log) => ["lnav", "-n", "-I", here("../commands/lnav"), "-c", SQL, log]),
      }),
    },
    targets: [
      { ours: "clew find --count", against: "DuckDB, read_json", atMost: 1 },
      ...(existsSync("/usr/bin/jq") ? [{ ours: "clew find --count", against: "jq", atMost: 1 }] : []),
    ],
  },
];
