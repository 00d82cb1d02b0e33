import type { Tool } from "./by-tool.js";

/** A way of compressing that Node does not know, with the command that undoes it. */
export interface KnownTool extends Tool {
  readonly magic: readonly number[];
}

const TOOLS: readonly KnownTool[] = [
  { command: "xz", args: ["-dc"], magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { command: "bzip2", args: ["-dc"], magic: [0x42, 0x5a, 0x68] },
  { command: "lz4", args: ["-dc"], magic: [0x04, 0x22, 0x4d, 0x18] },
];

/** The command for a file that begins with these bytes. */
export function toolFor(head: Buffer): KnownTool | undefined {
  return TOOLS.find(
    ({ command, magic }) =>
      magic.every((byte, at) => head[at] === byte) &&
      // After bzip2's three signs comes its level.
      (command !== "bzip2" || /^[1-9]$/.test(String.fromCharCode(head[3] ?? 0))),
  );
}
