// Makes calls of the file system fail at random, the same ones for the same seed: errors that pass, and short writes.
import fs from "node:fs";
import { seededRandom } from "../../../examples/shop/random.mjs";

const ERRORS = ["ENOSPC", "EIO", "EAGAIN"];

export function makeFlaky(seed, share) {
  const random = seededRandom(seed);
  const write = fs.writeSync;
  fs.writeSync = (fd, data, ...rest) => {
    if (fd <= 2 || random() >= share) return write(fd, data, ...rest);
    const kind = Math.floor(random() * (ERRORS.length + 1));
    if (kind < ERRORS.length) throw Object.assign(new Error("made up"), { code: ERRORS[kind] });
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    const [from = 0, length = bytes.length - from] = typeof data === "string" ? [] : rest;
    return write(fd, bytes, from, Math.ceil(length / 2));
  };
}
