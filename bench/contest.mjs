// One contestant, once: node contest.mjs MODULE ROW NAME TIMES FOLDER. Prints what the row measures.
import { pathToFileURL } from "node:url";
import { warmUp } from "./harness.mjs";

const [file = "", id, name = "", times = "1", folder = "."] = process.argv.slice(2);
const { rows } = await import(pathToFileURL(file).href);
const row = rows.find((/** @type {{ id: string }} */ candidate) => candidate.id === id);
const contestant = row.contestants[name];
const count = Number(times);

if (row.measures === undefined && row.warmsUp !== false) await contestant(warmUp(count), `${folder}/warm`);
globalThis.gc?.();

const before = process.cpuUsage();
const given = await contestant(count, folder);
const { user, system } = process.cpuUsage(before);

if (row.measures === "bytes") console.log(given);
else if (row.measures === "memory") console.log(process.resourceUsage().maxRSS / 1024);
else console.log(given?.milliseconds ?? (user + system) / 1000);
