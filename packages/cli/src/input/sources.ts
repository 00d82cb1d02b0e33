// The arguments of a command as places to read from: files, patterns, folders, standard input.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { filesMatching, isPattern } from "./glob.js";
import { cannotRead, InputError } from "./input-error.js";
import { fileSource, type Source, standardInput } from "./source.js";

/** What the arguments name, each once; none means standard input. Throws an `InputError` for what is not there. */
export async function findSources(names: readonly string[]): Promise<Source[]> {
  const found = new Map<string, Source>();
  for (const name of names.length === 0 ? ["-"] : names) {
    for (const source of await sourcesOf(name)) if (!found.has(source.name)) found.set(source.name, source);
  }
  return [...found.values()];
}

async function sourcesOf(name: string): Promise<Source[]> {
  if (name === "-") return [standardInput];
  try {
    const status = await stat(name);
    if (!status.isDirectory()) return [fileSource(name, name, status.isFile() ? status.size : undefined)];
  } catch (error) {
    if (!isPattern(name)) throw cannotRead(name, error);
    return fileSources(await filesMatching(name), `No file matches ${JSON.stringify(name)}`);
  }
  return fileSources(await logsIn(name), `No file in ${JSON.stringify(name)} is named like a log (${LOG_NAMES})`);
}

async function fileSources(paths: readonly string[], otherwise: string): Promise<Source[]> {
  if (paths.length === 0) throw new InputError("CLEW_NO_LOGS", `${otherwise}; name a file, or - for standard input`);
  return (await Promise.all(paths.map(sourcesOf))).flat();
}

const LOG_NAMES = ".log, .ndjson or .jsonl, then a number or a date, .gz or .zst";
const LOG_NAME = /\.(?:log|ndjson|jsonl)(?:[.-][0-9][0-9T.:_-]*)?(?:\.(?:gz|zst))?$/;

/** The logs in a folder and the folders in it, by name. */
async function logsIn(folder: string): Promise<string[]> {
  const logs: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    try {
      for (const entry of await readdir(next, { withFileTypes: true })) {
        if (entry.name.startsWith(".")) continue;
        if (entry.isDirectory()) waiting.push(join(next, entry.name));
        else if (LOG_NAME.test(entry.name)) logs.push(join(next, entry.name));
      }
    } catch (error) {
      throw cannotRead(next, error);
    }
  }
  return logs.sort();
}
