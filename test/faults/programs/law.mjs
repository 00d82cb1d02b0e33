// Logs in bursts of random sizes over a disk that fails at random, and looks at the ledger at random moments.
import { seededRandom } from "../../../examples/shop/random.mjs";
import { makeFlaky } from "./flaky.mjs";

const given = JSON.parse(process.argv[2]);
makeFlaky(given.seed, given.share);
const { clew, whenThreadsWrite } = await import("./clew.mjs");
const { file, log, count, seed } = given;
const random = seededRandom(seed + 1);
let looks = 0;
let broken = 0;

function look() {
  for (const { logged, written, dropped, filtered, sampledOut, pending } of clew.ledger()) {
    looks++;
    if (pending < 0 || logged !== written + dropped + filtered + sampledOut + pending) broken++;
  }
}

clew.toFile(file, { ...log, maxBufferBytes: 200_000 });
/** What is sampled is sampled by task: each burst is one, and some of them fail. */
function burst(body) {
  if (log.sample === undefined) return body();
  return clew
    .withTask("burst", async () => {
      body();
      if (random() < 0.2) throw new Error("a burst that fails");
    })
    .catch(() => {});
}
clew.addDestination({ filter: ({ n }) => n % 3 === 0, write: () => random() < 0.01 && look() });
await whenThreadsWrite();
for (let n = 0; n < count; ) {
  const end = Math.min(count, n + Math.ceil(random() * 300));
  await burst(() => {
    for (; n < end; n++) {
      clew.logMessage("numbered", { n, text: "x".repeat(Math.floor(random() ** 8 * 20_000)) });
      if (random() < 0.02) look();
    }
  });
  if (random() < 0.1) await clew.flush();
  else await new Promise((resolve) => (random() < 0.5 ? setImmediate(resolve) : setTimeout(resolve, random() * 20)));
  look();
}
await clew.flush();
look();
const [{ written, sampledOut, pending }] = clew.ledger();
await clew.close();
console.log(JSON.stringify({ looks, broken, written, sampledOut, pending }));
