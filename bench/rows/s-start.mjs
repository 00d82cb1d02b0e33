// Rows S: the start of a process, beyond that of Node itself.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { writeLog } from "../log.mjs";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const command = here("../../packages/cli/bin/clew.js");

/** What a process of Node with these arguments took. @param {readonly string[]} args @param {string} folder */
function cost(args, folder) {
  const { status, stderr } = spawnSync(process.execPath, ["--require", here("../cold/tell-cost.cjs"), ...args], {
    cwd: here(".."),
    encoding: "utf8",
    // Whoever runs it may have settings of their own.
    env: { ...process.env, XDG_CONFIG_HOME: folder },
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
  const [milliseconds = 0, mebibytes = 0] = stderr.trim().split("\n").at(-1)?.split(" ").map(Number) ?? [];
  return { milliseconds, mebibytes };
}

/** @param {(folder: string) => readonly string[]} argsIn @returns {(times: number, folder: string) => { milliseconds: number }} */
function started(argsIn) {
  return (times, folder) => {
    let milliseconds = 0;
    for (let i = 0; i < times; i++) milliseconds += cost(argsIn(folder), folder).milliseconds / times;
    return { milliseconds };
  };
}

/** @param {(folder: string) => readonly string[]} argsIn @returns {(times: number, folder: string) => number} */
const peak = (argsIn) => (_, folder) => cost(argsIn(folder), folder).mebibytes;

/** @param {string} code @returns {() => readonly string[]} */
const module = (code) => () => ["--input-type=module", "--eval", code];

const OTEL = `import "@opentelemetry/api"; import "@opentelemetry/context-async-hooks"; import "@opentelemetry/sdk-trace-base";`;

/** @type {Record<string, (folder: string) => readonly string[]>} */
const COMMANDS = {
  "empty Node": module(""),
  "clew --version": () => [command, "--version"],
  "clew tree": (folder) => [command, "tree", `${folder}.log`],
  "clew why": (folder) => [command, "why", "--json", `${folder}.log`],
};
/** Its log is as long however quick the look is. @param {number} _ @param {string} folder */
const prepare = (_, folder) => writeLog(`${folder}.log`, 100);

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "S1",
    what: "a process that imports a logger and ends",
    times: 4,
    warmsUp: false,
    contestants: {
      "empty Node": started(module("")),
      clew: started(module('import "clew";')),
      pino: started(module('import "pino";')),
      OpenTelemetry: started(module(OTEL)),
    },
    targets: [
      { ours: "clew", above: "empty Node", atMost: 15 },
      { ours: "clew", against: "pino", above: "empty Node", atMost: 1 },
      { ours: "clew", against: "OpenTelemetry", above: "empty Node", atMost: 1 },
    ],
  },
  {
    id: "S2",
    what: "a command, of a log of a hundred lines",
    times: 4,
    warmsUp: false,
    prepare,
    contestants: Object.fromEntries(Object.entries(COMMANDS).map(([name, argsIn]) => [name, started(argsIn)])),
    targets: [
      { ours: "clew --version", above: "empty Node", atMost: 80 },
      { ours: "clew tree", above: "empty Node", atMost: 150 },
    ],
  },
  {
    id: "S2-memory",
    what: "the same: MiB at the peak of the process",
    times: 1,
    measures: "bytes",
    prepare,
    contestants: Object.fromEntries(Object.entries(COMMANDS).map(([name, argsIn]) => [name, peak(argsIn)])),
    targets: [],
  },
];
