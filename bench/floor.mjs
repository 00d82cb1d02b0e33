// The least that the work costs: lines concatenated by hand, gathered into 64 KiB, written synchronously.
import { closeSync, openSync, writeSync } from "node:fs";

const GATHER = 64 * 1024;

/** @param {string} path */
export function createFloor(path) {
  const fd = openSync(path, "a");
  let text = "";
  return {
    /** @param {string} line */
    write(line) {
      text += line;
      if (text.length >= GATHER) {
        writeSync(fd, text);
        text = "";
      }
    },
    close() {
      writeSync(fd, text);
      closeSync(fd);
    },
  };
}
