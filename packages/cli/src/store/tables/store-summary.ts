import { type UnusedLine, UnusedLines } from "../../input/index.js";
import type { StoreState } from "./store-state.js";

/** The lines that could not be used, as `LogInput` tells of them. */
export function unusedOf({ files }: StoreState): UnusedLines {
  const unused = new UnusedLines();
  for (const { name, unused: places, unusedCount, torn } of files) {
    const lines: UnusedLine[] = [...places, ...(torn === null ? [] : [torn])].map((place) => ({
      file: name,
      ...place,
    }));
    for (const line of lines) unused.add(line);
    unused.count += unusedCount - places.length;
  }
  return unused;
}

export function unusedCount({ files }: StoreState): number {
  return files.reduce((sum, file) => sum + file.unusedCount + (file.torn === null ? 0 : 1), 0);
}
