// The arguments of a command as places to read from: files, patterns, folders, standard input.

import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { isClickHouse } from "../address/index.js";
import type { Sampling } from "../clickhouse/index.js";
import { filesMatching, isPattern } from "./glob.js";
import { cannotRead, InputError } from "./input-error.js";
import { fileSource, type Source, standardInput } from "./source.js";

/** Is told which files of folders are left out, in one sentence for each folder. */
type OnLeftOut = (sentence: string) => void;

/**
 * What the arguments name, each once; none means standard input. Throws an `InputError` for what is not there; the files
 * of a folder that are not named like logs are left out.
 */
export async function findSources(
  names: readonly string[],
  leftOut: OnLeftOut = () => {},
  sampling: Sampling = "even",
): Promise<Source[]> {
  const found = new Map<string, Source>();
  for (const name of names.length === 0 ? ["-"] : names) {
    for (const source of await sourcesOf(name, leftOut, sampling))
      if (!found.has(source.name)) found.set(source.name, source);
  }
  const [kept] = names.filter((name) => STORE_NAME.test(name));
  if (found.size === 0 && kept !== undefined)
    throw new InputError("CLEW_NO_LOGS", `${JSON.stringify(kept)} is what clew keeps beside a log; name the log`);
  return [...found.values()];
}

async function sourcesOf(name: string, leftOut: OnLeftOut, sampling: Sampling): Promise<Source[]> {
  if (isClickHouse(name)) {
    const { clickHouseSource } = await import("../clickhouse/index.js");
    return [clickHouseSource(name, sampling, leftOut)];
  }
  if (name === "-") return [standardInput];
  // A shell that makes names of `app.log*` names the store as well.
  if (STORE_NAME.test(name)) return [];
  try {
    const status = await stat(name);
    if (!status.isDirectory()) return [fileSource(name, name, status.isFile() ? status.size : undefined)];
  } catch (error) {
    if (!isPattern(name)) throw cannotRead(name, error);
    return fileSources(await filesMatching(name), `No file matches ${JSON.stringify(name)}`, leftOut, sampling);
  }
  const { logs, others } = await logsIn(name);
  if (logs.length > 0 && others.length > 0) leftOut(leftOutText(name, others));
  return fileSources(logs, `No file in ${JSON.stringify(name)} is named like a log (${LOG_NAMES})`, leftOut, sampling);
}

const MOST_NAMED = 5;

function leftOutText(folder: string, others: readonly string[]): string {
  const named = others.slice(0, MOST_NAMED).map((path) => relative(folder, path));
  const more = others.length - named.length;
  const list = more > 0 ? [...named, `${more} more`] : named;
  const which =
    others.length === 1 ? "1 file is not named like a log" : `${others.length} files are not named like logs`;
  return `${folder}: ${which}, and left out: ${list.join(", ")}; name it to read it`;
}

async function fileSources(
  paths: readonly string[],
  otherwise: string,
  leftOut: OnLeftOut,
  sampling: Sampling,
): Promise<Source[]> {
  if (paths.length === 0) throw new InputError("CLEW_NO_LOGS", `${otherwise}; name a file, or - for standard input`);
  return (await Promise.all(paths.map((path) => sourcesOf(path, leftOut, sampling)))).flat();
}

const LOG_NAMES = ".log, .ndjson or .jsonl, then a number or a date, .gz or .zst";
const LOG_NAME = /\.(?:log|ndjson|jsonl)(?:[.-](?:clew-)?[0-9][0-9T.:_-]*)?(?:\.(?:gz|zst))?$/i;
/** Stores that the commands keep beside logs, and the folders of their answers. */
const STORE_NAME = /\.clew-index(?:\.\w+)*$/;

/** The logs in a folder and the folders in it, by name, and the files in them that are not named so. */
async function logsIn(
  folder: string,
): Promise<{ readonly logs: readonly string[]; readonly others: readonly string[] }> {
  const logs: string[] = [];
  const others: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    try {
      for (const entry of await readdir(next, { withFileTypes: true })) {
        if (entry.name.startsWith(".")) continue;
        if (STORE_NAME.test(entry.name)) continue;
        if (entry.isDirectory()) waiting.push(join(next, entry.name));
        else if (LOG_NAME.test(entry.name)) logs.push(join(next, entry.name));
        else others.push(join(next, entry.name));
      }
    } catch (error) {
      throw cannotRead(next, error);
    }
  }
  return { logs: logs.sort(), others: others.sort() };
}
