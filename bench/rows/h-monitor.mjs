// Rows H: what it costs to be watched. H1 is C1 with a monitor on, and with somebody attached who follows; H3 is what each
// await costs, since it is marked who runs; H2 is what was weighed for the case that the event loop is blocked (decision 4): ways to keep a thread informed of all that lives.
import { connect } from "node:net";
import { Worker } from "node:worker_threads";
import { addInstrument, startMonitor } from "clew/observe";
import { withScope } from "clew/scope";

const work = async () => {
  await undefined;
};

/** @param {number} times */
const joined = (times) =>
  withScope((scope) => {
    for (let i = 0; i < times; i++) scope.spawn(work);
  });

/** @param {number} times */
const awaits = (times) =>
  withScope((scope) => {
    scope.spawn(async () => {
      for (let i = 0; i < times; i++) await undefined;
    });
  });

/** Follows this process's monitor, in a thread as in another process: what it reads is thrown away. @param {string} address */
async function follow(address) {
  const socket = connect(address);
  socket.on("data", () => {});
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.write('{"id":1,"do":"follow"}\n');
  await new Promise((resolve) => socket.once("data", resolve));
  return socket;
}

/** A thread that does nothing with what it is told. */
const listener = () => {
  const thread = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', { eval: true });
  thread.unref();
  return thread;
};

/** @param {() => (kind: number, child: object) => void} create  made once, for the warm-up and what is measured */
const told = (create) => {
  /** @type {((kind: number, child: object) => void) | undefined} */
  let tell;
  return async (/** @type {number} */ times) => {
    if (tell === undefined) {
      const call = create();
      addInstrument({ childSpawned: (child) => call(1, child), childExited: (child) => call(2, child) });
      tell = call;
    }
    await joined(times);
  };
};

/** Gives each child a number. */
function numbers() {
  let last = 0;
  /** @type {Map<object, number>} */
  const all = new Map();
  return (/** @type {number} */ kind, /** @type {object} */ child) => {
    if (kind === 2) {
      const number = all.get(child);
      all.delete(child);
      return number;
    }
    all.set(child, ++last);
    return last;
  };
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "H1",
    what: "spawn and join children, watched",
    times: 100_000,
    contestants: {
      "no monitor": joined,
      "monitor on": async (times) => {
        await startMonitor().ready;
        await joined(times);
      },
      "monitor on, one follows": async (times) => {
        const monitor = startMonitor();
        await monitor.ready;
        const socket = await follow(monitor.address);
        await joined(times);
        socket.destroy();
      },
    },
    targets: [],
  },
  {
    id: "H3",
    what: "awaits in a child, watched",
    times: 1_000_000,
    contestants: {
      "no monitor": awaits,
      "monitor on": async (times) => {
        await startMonitor().ready;
        await awaits(times);
      },
    },
    targets: [],
  },
  {
    id: "H2",
    what: "tell a thread of the begin and the end of children",
    times: 100_000,
    contestants: {
      "tell nobody": told(() => {
        const numberOf = numbers();
        return (kind, child) => void numberOf(kind, child);
      }),
      "shared memory": told(() => {
        const numberOf = numbers();
        const cells = new Int32Array(new SharedArrayBuffer(32 * 16_384));
        return (kind, child) => {
          const at = (Number(numberOf(kind, child)) % 16_384) * 8;
          cells[at] = kind;
          cells[at + 1] = 1;
          cells[at + 2] = performance.now();
        };
      }),
      "a message each": told(() => {
        const numberOf = numbers();
        const thread = listener();
        return (kind, child) => thread.postMessage([kind, numberOf(kind, child), performance.now()]);
      }),
      "messages gathered for a turn": told(() => {
        const numberOf = numbers();
        const thread = listener();
        /** @type {unknown[]} */
        let gathered = [];
        const send = () => {
          thread.postMessage(gathered);
          gathered = [];
        };
        return (kind, child) => {
          if (gathered.length === 0) setImmediate(send);
          gathered.push(kind, numberOf(kind, child), performance.now());
        };
      }),
    },
    targets: [],
  },
];
