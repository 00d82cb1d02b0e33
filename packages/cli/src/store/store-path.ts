import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

const ENDING = ".clew-index";

/**
 * Where the store of logs lies. That of one file lies beside it, under its name: `app.log.clew-index`. That of several
 * files, of a folder or of a pattern lies in the folder of the first: `logs-1f0c53aa.clew-index`, with a number that
 * stands for the arguments, in any order.
 */
export async function storePathOf(names: readonly string[], files: readonly string[]): Promise<string> {
  const [name] = names;
  const [file = "."] = files;
  if (names.length === 1 && name !== undefined && (await isFile(name))) return `${name}${ENDING}`;
  const all = names.map((each) => resolve(each)).sort();
  const number = createHash("sha256").update(all.join("\0")).digest("hex").slice(0, 8);
  const folder = dirname(file);
  return join(folder, `${basename(resolve(folder))}-${number}${ENDING}`);
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
