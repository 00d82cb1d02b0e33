import { createInterface } from "node:readline/promises";
import { visible } from "clew/render";
import { AttachError } from "./attach-error.js";

/** Asks a question that only a yes answers with yes. Where nobody can be asked, it says how to do without. */
export async function confirm(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw new AttachError("Nobody can be asked: standard input is no terminal; give --yes if you are sure");
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await ask.question(`${visible(question)} [y/N] `)).trim());
  } finally {
    ask.close();
  }
}
