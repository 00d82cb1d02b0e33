/** What is told apart by its first bytes, cannot be read here, and has a command that makes it readable. */
const FORMATS: readonly { readonly what: string; readonly magic: readonly number[]; readonly command: string }[] = [
  { what: "a 7z archive", magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], command: "7z x -so" },
  { what: "a Parquet file", magic: [0x50, 0x41, 0x52, 0x31], command: "duckdb -json -c \"FROM 'FILE'\"" },
  {
    what: "the journal's own form",
    magic: [0x4c, 0x50, 0x4b, 0x53, 0x48, 0x48, 0x52, 0x48],
    command: "journalctl -o json --file",
  },
];

/** The finding, with the command to use, where the first bytes are those of such a format. */
export function whyUnreadable(head: Buffer, name: string): string | undefined {
  for (const { what, magic, command } of FORMATS) {
    if (!magic.every((byte, at) => head[at] === byte)) continue;
    const file = JSON.stringify(name);
    const pipe = command.includes("FILE") ? command.replace("FILE", name) : `${command} ${file}`;
    return `it is ${what}; read it with: ${pipe} | clew …`;
  }
  return undefined;
}
