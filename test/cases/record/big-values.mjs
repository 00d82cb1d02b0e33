// Large bytes and large maps as fields. Right: a log call takes a few milliseconds, whatever it is given, and what is
// left out is marked.
import { addDestination, logMessage } from "clew";

let line = "";
addDestination({ writeLine: (text) => (line = text) });
const wrong = [];
const take = (what, fields, bound) => {
  const start = performance.now();
  logMessage("m", fields);
  const ms = performance.now() - start;
  if (ms > bound) wrong.push(`${what} holds the event loop for ${ms.toFixed(0)} ms`);
};
take("a Buffer of 8 MB", { bytes: Buffer.alloc(8e6, 7) }, 200);
take("a Buffer of 12 MB", { bytes: Buffer.alloc(12e6, 7) }, 200);
if (!/cut/.test(line.slice(-300)))
  wrong.push(`of 12 MB only ${Math.round((line.length * 3) / 4e6)} MB are written, without a mark`);
const map = new Map(Array.from({ length: 500_000 }, (_, i) => [`key${i}`, i]));
take("a Map of 500,000 entries", { map }, 200);
if (line.length > 8e6)
  wrong.push(
    `the line of a Map has ${Math.round(line.length / 1e6)} MB: entries are not counted, members of an object are`,
  );
for (const text of wrong) console.log(`wrong: ${text}`);
process.exit(wrong.length > 0 ? 1 : 0);
