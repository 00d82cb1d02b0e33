// How many columns a text takes. The table of wide characters takes longer to load than a log of a hundred lines to read, and
// few texts have any: it is loaded when one has.

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { isNarrow } from "clew/render";
import { BUILT } from "../places.js";

let measureWide: ((text: string) => number) | undefined;

/** Gives the number of terminal columns that a text takes. */
export function measureText(text: string): number {
  if (isNarrow(text)) return text.length;
  measureWide ??= loadTable();
  return measureWide(text);
}

/** Without a promise, and so from a file that can be required: whoever draws is in the middle of a line. */
function loadTable(): (text: string) => number {
  const { stringWidth } = createRequire(import.meta.url)(fileURLToPath(new URL("wide-text.cjs", BUILT))) as {
    readonly stringWidth: (text: string) => number;
  };
  return stringWidth;
}
