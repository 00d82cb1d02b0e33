// The plan for the files of a log, given what a store knows of them.

import { stat } from "node:fs/promises";
import type { Source } from "../../input/index.js";
import { changeOf, type FileState } from "./read-state.js";

export type Plan =
  | { readonly kind: "unchanged" }
  /** Read these further, or for the first time; the others are as they were. */
  | {
      readonly kind: "grow";
      readonly files: readonly { readonly name: string; readonly before: FileState | undefined }[];
    }
  | { readonly kind: "rebuild" };

/** Plans by what happened to the files since they were read. A file that got another name, as rotation gives, is still known. */
export async function planFor(known: readonly FileState[], sources: readonly Source[]): Promise<Plan> {
  const left = new Set(known);
  const files: { name: string; before: FileState | undefined }[] = [];
  for (const { name } of sources) {
    const { dev, ino } = await stat(name);
    const before = known.find((file) => file.device === dev && file.inode === ino);
    if (before === undefined) {
      files.push({ name, before });
      continue;
    }
    left.delete(before);
    const change = await changeOf(before, name);
    if (change === "other") return { kind: "rebuild" };
    if (change === "grown" || before.name !== name) files.push({ name, before });
  }
  // A file that is gone must be forgotten, and a store cannot forget a part.
  if (left.size > 0) return { kind: "rebuild" };
  return files.length === 0 ? { kind: "unchanged" } : { kind: "grow", files };
}
