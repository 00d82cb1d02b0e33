/**
 * The files that a log was rotated into: `app.log.clew-000001` is the oldest. A compressed one has `.gz` behind it, and
 * one that is being compressed `.gz.tmp`. Numbers alone would not do: `app.log.240101` is a day of logrotate's, and what has
 * the name of an old file of ours is compressed and, in the end, deleted.
 */

import { basename, dirname, join } from "node:path";
import type { FileSystem } from "../file-system.js";

/** The interval at which whoever writes to a log looks whether its file still has its name. */
export const LOOK_EVERY_MS = 500;

export interface RotatedFile {
  readonly file: string;
  readonly number: number;
  /** Whether it is the file itself, and not a gzip of it. */
  readonly isPlain: boolean;
}

const DIGITS = 6;
const MARK = "clew-";
const SUFFIX = /^clew-(\d{6,})(\.gz(?:\.tmp)?)?$/;

export function rotatedName(path: string, number: number): string {
  return `${path}.${MARK}${String(number).padStart(DIGITS, "0")}`;
}

/** The oldest first. */
export function listRotated(path: string, fs: FileSystem): RotatedFile[] {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  return fs
    .readdirSync(folder)
    .flatMap((name) => {
      const [, digits, gz] = (name.startsWith(start) && SUFFIX.exec(name.slice(start.length))) || [];
      if (digits === undefined) return [];
      return { file: join(folder, name), number: Number(digits), isPlain: gz === undefined };
    })
    .sort((a, b) => a.number - b.number);
}
