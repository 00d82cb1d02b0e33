// The file of one kept answer: a line that says what it answers, of what state of the log, and then the answer as the engine
// copies values, with all that JSON has no word for. What is torn, or stands there for another reason, is no answer.

import { createHash } from "node:crypto";
import { constants, type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { threadId } from "node:worker_threads";

/** A question of one state of its logs and of the code that answers; both are texts. */
export interface AskedState {
  readonly question: string;
  readonly state: string;
}

/** Bounds of what is kept beside a log. */
const MOST_ANSWERS = 32;
const MOST_BYTES = 32 * 2 ** 20;
const MOST_BYTES_EACH = 8 * 2 ** 20;
const ENDING = ".answer";

/** The kept answer; `undefined` where there is none of this state. */
export async function readAnswer(folder: string, asked: AskedState): Promise<{ readonly value: unknown } | undefined> {
  try {
    const bytes = await bytesOf(join(folder, nameOf(asked)));
    const end = bytes.indexOf("\n");
    const body = bytes.subarray(end + 1);
    if (bytes.subarray(0, end).toString() !== headOf(asked, body)) return undefined;
    return { value: deserialize(body) };
  } catch {
    // No file, one that cannot be read, or one of another engine: the answer is worked out as if nothing was there.
    return undefined;
  }
}

/** Keeps an answer in place of the one to the same question. Gives whether it could. */
export async function writeAnswer(folder: string, asked: AskedState, value: unknown): Promise<boolean> {
  const path = join(folder, nameOf(asked));
  const unfinished = join(folder, `.${process.pid}-${threadId}-${++written}${ENDING}`);
  try {
    const body = serialize(value);
    if (body.length > MOST_BYTES_EACH) return false;
    // It holds what the log holds.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(unfinished, "wx", 0o600);
    try {
      await file.writeFile(Buffer.concat([Buffer.from(`${headOf(asked, body)}\n`), body]));
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await dropOldest(folder);
    return true;
  } catch {
    // A value that is too deep to be copied, a folder of somebody else, a full disk: nobody asked for it to be kept.
    await rm(unfinished, { force: true }).catch(() => {});
    return false;
  }
}

let written = 0;

function nameOf({ question }: AskedState): string {
  return `${hashOf(question).slice(0, 16)}${ENDING}`;
}

function headOf({ question, state }: AskedState, body: Buffer): string {
  return JSON.stringify({ clew_answer: 1, question, state: hashOf(state), answer: hashOf(body) });
}

function hashOf(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The bytes of a plain file of a bounded size; whatever else has the name is not waited for. */
async function bytesOf(path: string): Promise<Buffer> {
  const file: FileHandle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = await file.stat();
    if (!status.isFile() || status.size > 2 * MOST_BYTES_EACH) throw new Error("No kept answer");
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Drops the oldest beyond the bounds, with what a process left that was killed while it wrote. */
async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // Another process may have dropped it.
      const { size, mtimeMs } = (await stat(path).catch(() => undefined)) ?? { size: 0, mtimeMs: 0 };
      return { path, size, mtimeMs };
    }),
  );
  let bytes = 0;
  for (const [i, { path, size }] of files.sort((a, b) => b.mtimeMs - a.mtimeMs).entries()) {
    bytes += size;
    if (i >= MOST_ANSWERS || bytes > MOST_BYTES) await rm(path, { recursive: true, force: true });
  }
}
