// Time limits around work that cannot hear its cancel. Right: what they promise is a TimeoutError, also then; the work that
// went on is told of beside it.
import { addInstrument } from "clew/observe";
import { failAfter, retry, TimeoutError, withScope } from "clew/scope";

const GIVES_UP_MS = 1_000;
let ignored = 0;
addInstrument({ errorDropped: ({ code }) => void (code === "CLEW_CANCEL_IGNORED" && ignored++) });
const deaf = () => new Promise((resolve) => setTimeout(resolve, GIVES_UP_MS + 800).unref());
const limits = {
  "failAfter(30, deaf)": () => failAfter(30, deaf),
  "retry(deaf, { attemptTimeoutMs: 30 })": () => retry(deaf, { attemptTimeoutMs: 30, attempts: 1 }),
  "withScope({ timeoutMs: 30 }, deaf)": () => withScope({ timeoutMs: 30 }, deaf),
};
const outcomes = await Promise.allSettled(Object.values(limits).map((limit) => limit()));
const wrong = Object.keys(limits).flatMap((what, i) => {
  const { reason } = outcomes[i];
  return reason instanceof TimeoutError ? [] : [`${what} gave ${reason?.name ?? "a value"}`];
});
if (ignored !== 3) wrong.push(`3 went on after their cancel, and ${ignored} were told of`);
for (const text of wrong) console.log(`wrong: ${text}`);
process.exit(wrong.length > 0 ? 1 : 0);
