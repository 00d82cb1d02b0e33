// Files that others put beside a log end in digits too. `keep` deletes what the log was rotated into, and nothing else; without
// it nothing is deleted.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { close, logMessage, toFile } from "clew";

const folder = mkdtempSync(join(tmpdir(), "clew-case-"));
const file = join(folder, "shop.log");
const others = ["240101", "000003", "20240101.gz", "7"].map((end) => `${file}.${end}`);
for (const other of others) writeFileSync(other, "of somebody else\n");
const log = async (rotate) => {
  toFile(file, { rotate });
  for (let i = 0; i < 40; i++) logMessage("line", { i, text: "-".repeat(40) });
  await close();
};
await log({ sizeBytes: 400 });
const all = readdirSync(folder).length;
await log({ sizeBytes: 400, keep: 2 });
const gone = others.filter((other) => !existsSync(other));
rmSync(folder, { recursive: true });
if (gone.length > 0) console.log(`deleted, though clew did not make them: ${gone.join(", ")}`);
if (all < 20) console.log(`without keep only ${all} files are left of forty lines in files of two`);
process.exit(gone.length > 0 || all < 20 ? 1 : 0);
