// What is compressed in a way that Node cannot undo, by the command that the system has for it. Its bytes go through pipes;
// nothing of the log is part of the command.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type DecompressLimits, Expansion, type OnDamage } from "./limits.js";

/** The command that undoes it, from standard input to standard output. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
}

/** The plain bytes; `missing` is called where the system has no such command. */
export async function* byTool(
  stored: AsyncIterable<Buffer>,
  { command, args }: Tool,
  onDamage: OnDamage,
  limits: DecompressLimits,
  missing: () => void,
): AsyncGenerator<Buffer, void, undefined> {
  // There a program of that name beside the log would be run.
  if (process.platform === "win32") return missing();
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | NodeJS.ErrnoException | null>((resolve) => {
    child.once("error", (error) => resolve(error));
    child.once("close", (code) => resolve(code));
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(0, MOST_SAID);
  });
  const expansion = new Expansion(limits);
  const feeding = feed(child, stored, expansion);
  let excess: string | undefined;
  let isThrough = false;
  try {
    for await (const plain of child.stdout as AsyncIterable<Buffer>) {
      expansion.give(plain.length);
      yield plain;
      excess = expansion.excess;
      if (excess !== undefined) break;
    }
    isThrough = excess === undefined;
  } finally {
    // Its last bytes come before its end: what is through ends by itself, and how it ends tells of damage.
    if (!isThrough) child.kill("SIGKILL");
    await feeding;
  }
  const end = await ended;
  if (excess !== undefined) onDamage(excess);
  else if (end instanceof Error) {
    if (end.code === "ENOENT") missing();
    else onDamage(`${command} cannot be run: ${end.message}`);
  } else if (end !== 0) {
    onDamage(`the compressed data is cut or damaged (${said.trim().split("\n", 1)[0] || `${command} failed`})`);
  }
}

const MOST_SAID = 1000;

/** Gives the command its bytes, as fast as it takes them. */
async function feed(child: ChildProcess, stored: AsyncIterable<Buffer>, expansion: Expansion): Promise<void> {
  const { stdin } = child;
  if (stdin === null) return;
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const leave = () => {
      isGone = true;
      resolve();
    };
    stdin.once("error", leave).once("close", leave);
    child.once("error", leave);
  });
  for await (const chunk of stored) {
    if (isGone) break;
    expansion.take(chunk.length);
    // A source may use its memory again for the next chunk.
    if (!stdin.write(Buffer.from(chunk))) await Promise.race([once(stdin, "drain").catch(() => {}), gone]);
  }
  stdin.end();
}
