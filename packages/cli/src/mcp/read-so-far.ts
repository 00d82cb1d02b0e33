// The bound of a question that reads the log itself: seconds, and the word on how far it came in them.

import { z } from "zod";
import type { TreesInTime } from "./asked-log.js";

const MOST_SECONDS = 60;

export const readSeconds = z
  .number()
  .positive()
  .max(MOST_SECONDS)
  .default(1.5)
  .describe("The longest to read for; a log that is not read to its end by then is answered so far, and says so.");

export function readTo({ isWhole, tasks }: TreesInTime): object {
  if (isWhole()) return {};
  return { read_so_far: `the first ${tasks()} tasks; give more seconds for the rest` };
}
