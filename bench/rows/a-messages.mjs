// Rows A: messages to a file.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { close, logMessage, toFile, withAction } from "clew";
import pino from "pino";
import winston from "winston";
import { createFloor } from "../floor.mjs";
import { ofATenth } from "../harness.mjs";

const ID = randomUUID();
const LONG = "a line of a text that is somewhat longer ".repeat(36);

/** @param {number} times @param {string} folder @param {(i: number) => string} lineOf */
function floor(times, folder, lineOf) {
  const { write, close: end } = createFloor(`${folder}.floor`);
  for (let i = 0; i < times; i++) write(lineOf(i));
  end();
}

/** @param {number} i */
const short = (i) =>
  `{"task_uuid":"${ID}","task_level":[${i + 2}],"timestamp":${Date.now() / 1000},"message_type":"cache-miss","user":"alice","key":${i},"hit":false}\n`;

/** @param {number} i */
const long = (i) =>
  `{"task_uuid":"${ID}","task_level":[${i + 2}],"timestamp":${Date.now() / 1000},"message_type":"cache-miss","user":"alice","key":${i},"text":"${LONG}"}\n`;

/** @param {string} folder @param {"sync" | "buffered"} mode @param {() => void} body */
async function withFile(folder, mode, body) {
  toFile(`${folder}.clew`, { mode });
  body();
  await close();
}

/** @param {number} times @param {string} folder @param {boolean} sync @param {(i: number) => object} fieldsOf */
function withPino(times, folder, sync, fieldsOf) {
  const destination = pino.destination({
    dest: `${folder}.pino`,
    sync: true,
    minLength: sync ? 0 : 65_536,
    maxWrite: 128 * 1024,
  });
  const logger = pino(destination);
  for (let i = 0; i < times; i++) logger.info(fieldsOf(i), "cache-miss");
  destination.flushSync();
  destination.end();
}

/** @param {number} times @param {string} folder */
async function withWinston(times, folder) {
  const { combine, json, timestamp } = winston.format;
  const file = new winston.transports.File({ filename: `${folder}.winston` });
  const logger = winston.createLogger({ format: combine(timestamp(), json()), transports: [file] });
  for (let i = 0; i < times; i++) {
    logger.info("cache-miss", { user: "alice", key: i, hit: false });
    // It writes between turns of the event loop, and keeps everything until then.
    if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  logger.end();
  await once(file, "finish");
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "A1",
    what: "a 3-field message to a file, buffered",
    times: 500_000,
    contestants: {
      floor: (times, folder) => floor(times, folder, short),
      "clew, in an open action": (times, folder) =>
        withFile(folder, "buffered", () =>
          withAction("work", () => {
            for (let i = 0; i < times; i++) logMessage("cache-miss", { user: "alice", key: i, hit: false });
          }),
        ),
      "clew, tasks of their own": (times, folder) =>
        withFile(folder, "buffered", () => {
          for (let i = 0; i < times; i++) logMessage("cache-miss", { user: "alice", key: i, hit: false });
        }),
      "pino, 64 KiB": (times, folder) => withPino(times, folder, false, (i) => ({ user: "alice", key: i, hit: false })),
      "winston, to a file (of a tenth)": ofATenth(withWinston),
    },
    targets: [
      { ours: "clew, in an open action", against: "floor", atMost: 1.2 },
      { ours: "clew, tasks of their own", against: "floor", atMost: 1.25 },
      { ours: "clew, in an open action", against: "pino, 64 KiB", atMost: 0.85 },
    ],
  },
  {
    id: "A2",
    what: "a 1.5 KB message to a file, buffered",
    times: 200_000,
    contestants: {
      floor: (times, folder) => floor(times, folder, long),
      clew: (times, folder) =>
        withFile(folder, "buffered", () =>
          withAction("work", () => {
            for (let i = 0; i < times; i++) logMessage("cache-miss", { user: "alice", key: i, text: LONG });
          }),
        ),
      "pino, 64 KiB": (times, folder) => withPino(times, folder, false, (i) => ({ user: "alice", key: i, text: LONG })),
    },
    targets: [{ ours: "clew", against: "floor", atMost: 1.15 }],
  },
  {
    id: "A3",
    what: "a 3-field message, written before the call returns",
    times: 200_000,
    contestants: {
      "pino, sync": (times, folder) => withPino(times, folder, true, (i) => ({ user: "alice", key: i, hit: false })),
      clew: (times, folder) =>
        withFile(folder, "sync", () =>
          withAction("work", () => {
            for (let i = 0; i < times; i++) logMessage("cache-miss", { user: "alice", key: i, hit: false });
          }),
        ),
    },
    targets: [{ ours: "clew", against: "pino, sync", atMost: 0.75 }],
  },
  {
    id: "A4",
    what: "peak memory of 1,000,000 messages in one tick",
    times: 1_000_000,
    measures: "memory",
    contestants: {
      floor: (times, folder) => floor(times, folder, short),
      "clew, sync": (times, folder) =>
        withFile(folder, "sync", () => {
          for (let i = 0; i < times; i++) logMessage("cache-miss", { user: "alice", key: i, hit: false });
        }),
      "clew, buffered": (times, folder) =>
        withFile(folder, "buffered", () => {
          for (let i = 0; i < times; i++) logMessage("cache-miss", { user: "alice", key: i, hit: false });
        }),
      "pino, 64 KiB": (times, folder) => withPino(times, folder, false, (i) => ({ user: "alice", key: i, hit: false })),
    },
    targets: [
      // Within 20 MiB of the floor, which itself stands at about 84.
      { ours: "clew, sync", against: "floor", atMost: 1.24 },
      { ours: "clew, buffered", against: "floor", atMost: 1.24 },
    ],
  },
];
