import { access, constants, mkdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { sha256Hex } from "clew/parse";

const ENDING = ".clew-index";

/**
 * Where the store of logs lies. That of one file lies beside it, under its name: `app.log.clew-index`. That of several
 * files, of a folder or of a pattern lies in the folder of the first: `logs-1f0c53aa.clew-index`, with a number that
 * stands for the arguments, in any order. Where this user may not write into that folder, it lies in `clew` in the folder
 * of caches, with such a number.
 */
export async function storePathOf(names: readonly string[], files: readonly string[]): Promise<string> {
  const [name] = names;
  const [file = "."] = files;
  const folder = dirname(file);
  const all = names.map((each) => resolve(each)).sort();
  const number = sha256Hex(all.join("\0")).slice(0, 8);
  const ofOne = names.length === 1 && name !== undefined && (await isFile(name));
  if (!(await isWritable(folder))) return join(await cacheFolder(), `${basename(file)}-${number}${ENDING}`);
  return ofOne ? `${name}${ENDING}` : join(folder, `${basename(resolve(folder))}-${number}${ENDING}`);
}

async function cacheFolder(): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "clew");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function isWritable(folder: string): Promise<boolean> {
  return await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
