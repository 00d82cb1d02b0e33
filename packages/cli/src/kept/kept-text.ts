// A text that was made of the rows of a store is a function of them, of what was asked, and of the code: the store keeps it until
// they change.

import { codeState } from "./code-state.js";

/** The texts that a store keeps for a code, as long as its rows are those of now. */
export interface RowTexts {
  get(by: string, name: string): string | undefined;
  keep(by: string, name: string, text: string): Promise<void>;
}

/** Gives the text that is kept under a name, else what `work` gives, which is kept then. Nothing is kept where there is no store. */
export async function keptText(
  texts: RowTexts | undefined,
  name: string,
  work: () => Promise<string>,
): Promise<string> {
  const code = codeState();
  const kept = texts?.get(code, name);
  if (kept !== undefined) return kept;
  const text = await work();
  // Nobody who asks waits for it, or misses it: on a full disk it is worked out again.
  texts?.keep(code, name, text).catch(() => {});
  return text;
}
