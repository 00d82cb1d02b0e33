// Rows D: a log that is read, put together, drawn and counted.
import { spawnSync } from "node:child_process";
import { closeSync, createReadStream, existsSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { Parser, parseStream, scanLines } from "clew/parse";
import { renderMessage, renderTask } from "clew/render";
import { prettyFactory } from "pino-pretty";
// The command's own reading of files; nothing that is published gives it.
import { openLogs } from "../../packages/cli/dist/input.js";
import { chunkParse, eachChunk, eachLine } from "../chunk-parse.mjs";
import { writeLog } from "../log.mjs";

/** @param {number} times @param {string} folder */
const prepare = (times, folder) => writeLog(`${folder}.log`, times);

/** What the rows are measured against. @param {number} _ @param {string} folder */
const chunks = (_, folder) => chunkParse(`${folder}.log`);

/** @param {number} _ @param {string} folder */
async function readlineParse(_, folder) {
  let read = 0;
  for await (const line of createInterface({ input: createReadStream(`${folder}.log`) })) {
    JSON.parse(line);
    read++;
  }
  return read;
}

/** @param {number} _ @param {string} folder */
async function messages(_, folder) {
  let read = 0;
  for await (const batch of (await openLogs([`${folder}.log`])).messages()) read += batch.length;
  return read;
}

/** Each tree once, whatever the order of the lines: the log is read twice. @param {number} _ @param {string} folder */
async function trees(_, folder) {
  let read = 0;
  for await (const tree of (await openLogs([`${folder}.log`])).trees()) read += tree.taskUuid.length;
  return read;
}

/** Lines as a tail sees them: each task is given out when it seems complete. @param {number} _ @param {string} folder */
function endless(_, folder) {
  const parser = new Parser({ endless: true });
  let read = 0;
  scan(folder, {
    scanned: (line) => {
      read += parser.addScanned(line).length;
    },
    message: (message) => {
      read += parser.add(message).length;
    },
    unused: () => {},
  });
  return read + parser.end().length;
}

/** @param {string} folder @param {import("clew/parse").ScanSink} sink */
function scan(folder, sink) {
  const bytes = Buffer.allocUnsafeSlow(256 * 1024);
  let kept = 0;
  eachChunk(`${folder}.log`, bytes.subarray(128 * 1024), (length) => {
    // The rest of the last chunk stands before this one, so that the lines are in one piece.
    const start = 128 * 1024 - kept;
    const end = 128 * 1024 + length;
    const whole = bytes.subarray(start, bytes.lastIndexOf(10, end - 1) + 1);
    scanLines({ bytes: whole, text: (from, to) => whole.latin1Slice(from, to) }, 2, sink);
    kept = end - start - whole.length;
    bytes.copy(bytes, 128 * 1024 - kept, end - kept, end);
  });
}

/** The library on its own: texts in, trees out. @param {number} _ @param {string} folder */
async function streamed(_, folder) {
  let read = 0;
  const source = createReadStream(`${folder}.log`, { highWaterMark: 128 * 1024 });
  for await (const tree of parseStream(wholeLines(source.setEncoding("utf8")), { endless: true })) {
    read += tree.taskUuid.length;
  }
  return read;
}

/** @param {AsyncIterable<string>} texts */
async function* wholeLines(texts) {
  let rest = "";
  for await (const piece of texts) {
    const text = rest + piece;
    const end = text.lastIndexOf("\n") + 1;
    rest = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
  if (rest !== "") yield rest;
}

/** The same messages as pino writes them: with its own fields in place of a task's. @param {string} folder */
function writeAsPino(folder) {
  const fd = openSync(`${folder}.pino`, "w");
  eachLine(`${folder}.log`, (line) => {
    const { task_uuid, task_level, timestamp, message_type, action_type, action_status, ...fields } = JSON.parse(line);
    const msg = message_type ?? `${action_type} ${action_status}`;
    writeSync(
      fd,
      `${JSON.stringify({ level: 30, time: timestamp * 1000, pid: 7, hostname: "web-1", ...fields, msg })}\n`,
    );
  });
  closeSync(fd);
}

/** Gathers as much as the command's own writer. @param {string} folder @param {(write: (line: string) => void) => Promise<void>} draw */
async function drawn(folder, draw) {
  const fd = openSync(`${folder}.${process.pid}.txt`, "w");
  let text = "";
  await draw((line) => {
    text += `${line}\n`;
    if (text.length < 32_768) return;
    writeSync(fd, text);
    text = "";
  });
  writeSync(fd, text);
  closeSync(fd);
}

/** How often each type of action ended well and not. @param {number} _ @param {string} folder */
function counted(_, folder) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  scan(folder, {
    scanned: (line) => {
      if (line.role === "end") count(line.writtenType(line.text));
    },
    message: ({ action_type, action_status }) => {
      if (action_status === "succeeded" || action_status === "failed") count(JSON.stringify(action_type));
    },
    unused: () => {},
  });
  return counts;
  /** @param {string} key */
  function count(key) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}

// Python's peers are slow, so they read the first lines only, and their time is multiplied. It is their own CPU time.
const PYTHON = "/usr/bin/python3";
const PYTHON_LINES = 10_000;
const PARSE = `
import json, resource, sys
from eliot.parse import Parser
lines = []
for line in open(sys.argv[1]):
    lines.append(line)
    if len(lines) == int(sys.argv[2]): break
before = resource.getrusage(resource.RUSAGE_SELF)
for task in Parser.parse_stream(json.loads(line) for line in lines): pass
after = resource.getrusage(resource.RUSAGE_SELF)
print((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000 / len(lines))
`;
const PRETTY = `
import io, resource, sys
from eliot import prettyprint
lines = []
for line in open(sys.argv[1], "rb"):
    lines.append(line)
    if len(lines) == int(sys.argv[2]): break
prettyprint.stdin, prettyprint.stdout = lines, io.StringIO()
sys.argv = ["eliot-prettyprint"]
before = resource.getrusage(resource.RUSAGE_SELF)
prettyprint._main()
after = resource.getrusage(resource.RUSAGE_SELF)
print((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000 / len(lines))
`;
const HAS_ELIOT = existsSync(PYTHON) && spawnSync(PYTHON, ["-c", "import eliot"]).status === 0;

/** @param {string} name @param {string} program @returns {import("../harness.mjs").Row["contestants"]} */
function python(name, program) {
  if (!HAS_ELIOT) return {};
  return {
    [`${name} (of ${PYTHON_LINES.toLocaleString("en")} lines)`]: (times, folder) => {
      if (folder.endsWith("/warm")) return undefined;
      const args = ["-c", program, `${folder}.log`, String(PYTHON_LINES)];
      const { status, stdout, stderr } = spawnSync(PYTHON, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      return { milliseconds: Number(stdout) * times };
    },
  };
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "D1",
    what: "read and parse messages",
    times: 1_000_000,
    prepare,
    contestants: { "chunk-parse": chunks, "readline + JSON.parse": readlineParse, clew: messages },
    targets: [{ ours: "clew", against: "chunk-parse", atMost: 1 }],
  },
  {
    id: "D2",
    what: "the same into task trees, streaming",
    times: 1_000_000,
    prepare,
    contestants: {
      "chunk-parse": chunks,
      "clew, each task once, two passes": trees,
      "clew, endless": endless,
      "clew, parseStream of texts": streamed,
      ...python("eliot.parse", PARSE),
    },
    targets: [
      { ours: "clew, each task once, two passes", against: "chunk-parse", atMost: 1.35 },
      { ours: "clew, endless", against: "chunk-parse", atMost: 1.25 },
      { ours: "clew, parseStream of texts", against: "chunk-parse", atMost: 1.6 },
    ],
  },
  {
    id: "D3",
    what: "rendered as text",
    times: 200_000,
    prepare: (times, folder) => {
      prepare(times, folder);
      writeAsPino(folder);
    },
    contestants: {
      "chunk-parse": chunks,
      "clew, messages": (_, folder) =>
        drawn(folder, async (write) => {
          for await (const batch of (await openLogs([`${folder}.log`])).messages()) {
            for (const message of batch) for (const line of renderMessage(message)) write(line);
          }
        }),
      "clew, trees": (_, folder) =>
        drawn(folder, async (write) => {
          for await (const tree of (await openLogs([`${folder}.log`])).trees()) {
            for (const line of renderTask(tree)) write(line);
          }
        }),
      "pino-pretty, of pino's lines": (_, folder) =>
        drawn(folder, async (write) => {
          const pretty = prettyFactory({ colorize: false });
          eachLine(`${folder}.pino`, (line) => write(pretty(`${line}\n`).trimEnd()));
        }),
      ...python("eliot-prettyprint", PRETTY),
    },
    targets: [
      { ours: "clew, messages", against: "chunk-parse", atMost: 3.2 },
      { ours: "clew, messages", against: "pino-pretty, of pino's lines", atMost: 1 },
      { ours: "clew, trees", against: "chunk-parse", atMost: 5.5 },
    ],
  },
  {
    id: "D4",
    what: "count by type and status",
    times: 1_000_000,
    prepare,
    contestants: { "chunk-parse": chunks, clew: counted },
    targets: [{ ours: "clew", against: "chunk-parse", atMost: 0.7 }],
  },
  {
    id: "D5-time",
    what: "growth from 100,000 to so many",
    times: 1_000_000,
    prepare: (times, folder) => {
      prepare(times, folder);
      prepare(Math.ceil(times / 10), `${folder}.tenth`);
    },
    contestants: {
      "a tenth": (times, folder) => trees(times, `${folder}.tenth`),
      all: trees,
    },
    targets: [{ ours: "all", against: "a tenth", atMost: 10.5 }],
  },
  {
    id: "D5-memory",
    what: "peak memory, and its growth from 100,000 to so many",
    times: 1_000_000,
    measures: "memory",
    prepare: (times, folder) => {
      prepare(times, folder);
      prepare(Math.ceil(times / 10), `${folder}.tenth`);
    },
    contestants: {
      "chunk-parse": chunks,
      "a tenth": (times, folder) => trees(times, `${folder}.tenth`),
      "two passes": trees,
      "a tenth, endless": (times, folder) => endless(times, `${folder}.tenth`),
      endless,
    },
    targets: [
      { ours: "two passes", against: "a tenth", atMost: 1.3 },
      { ours: "endless", against: "a tenth, endless", atMost: 1.3 },
      { ours: "two passes", against: "chunk-parse", atMost: 1.05 },
      { ours: "endless", against: "chunk-parse", atMost: 1.15 },
    ],
  },
];
