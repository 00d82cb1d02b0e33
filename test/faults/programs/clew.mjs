// The library as a program has it that installed it; another build of it may be named.
import { syncBuiltinESMExports } from "node:module";
import workers from "node:worker_threads";

export const options = JSON.parse(process.argv[2]);
const started = [];

/** Each thread begins with what makes it fail, where the options say how; its start can be waited for. */
class ObservedWorker extends workers.Worker {
  constructor(url, given) {
    const workerData = {
      ...given.workerData,
      main: given.eval ? { code: String(url) } : { href: url.href },
      fault: options.threadFault,
    };
    super(new URL("in-thread.mjs", import.meta.url), { ...given, eval: false, workerData });
    started.push(
      new Promise((resolve) => {
        this.on("message", resolve);
        this.on("exit", resolve);
      }),
    );
  }
}
workers.Worker = ObservedWorker;
syncBuiltinESMExports();

export const clew = await import(process.env.CLEW_UNDER_TEST ?? "clew");

/** Resolves when the threads of the logs write them; at once where there are none. */
export async function whenThreadsWrite() {
  // Waiting for a thread keeps no program alive, as it should be; this one has more to do.
  const timer = setInterval(() => {}, 1_000);
  await Promise.all(started);
  clearInterval(timer);
}
