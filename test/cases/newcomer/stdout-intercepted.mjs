// PM2's cluster and others put a function of their own in the place of process.stdout.write. What is logged to the standard output
// goes to that function, and not behind its back.
import assert from "node:assert/strict";
import { flush, ledger, logMessage, toFile } from "clew";

for (const mode of ["sync", "buffered"]) {
  const taken = [];
  const { write } = process.stdout;
  process.stdout.write = (chunk, ...rest) => {
    taken.push(String(chunk));
    rest.at(-1)?.();
    return true;
  };
  const destination = toFile(process.stdout, { mode });
  logMessage("hello", { mode });
  await flush();
  assert.equal(ledger().find((entry) => entry.destination === destination)?.written, 1);
  await destination.close();
  process.stdout.write = write;
  assert.equal(taken.length, 1, mode);
  assert.equal(JSON.parse(taken[0]).message_type, "hello");
}
