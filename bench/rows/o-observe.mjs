// Rows O: what observers cost. A hook that nobody implements is a list that is not there; so an instrument without hooks
// must cost nothing, and each hook of an empty function only its call.
import { close, toFile, withAction, withTask } from "clew";
import { addInstrument, logScopeLifecycle, removeInstrument, ScopeRecorder, taskTree, trackAges } from "clew/observe";
import { sleepForever, withScope } from "clew/scope";

const work = async () => {
  await undefined;
};

/** @param {number} times @param {() => unknown} child */
const joined = (times, child) =>
  withScope((scope) => {
    for (let i = 0; i < times; i++) scope.spawn(child);
  });

/** @param {number} times */
const scopes = async (times) => {
  for (let i = 0; i < times; i++) await withScope(() => {});
};

/** @param {number} times */
const moved = (times) =>
  withScope((scope) => {
    for (let i = 0; i < times; i++) scope.timeoutMs = 60_000 + i;
  });

/** @param {number} times */
const cancelled = (times) =>
  withScope((scope) => {
    for (let i = 0; i < times; i++) scope.spawn(async () => sleepForever());
    scope.cancel();
  });

/**
 * A contestant that does its work while a hook has a function that does nothing.
 *
 * @param {readonly string[]} hooks
 * @param {(times: number) => unknown} body
 * @returns {(times: number) => Promise<unknown>}
 */
const hooked = (hooks, body) => async (times) => {
  const instrument = Object.fromEntries(hooks.map((hook) => [hook, () => {}]));
  addInstrument(instrument);
  await body(times);
  removeInstrument(instrument);
};

/** @param {number} times */
const started = (times) =>
  withScope(async (scope) => {
    for (let i = 0; i < times; i++) await scope.start(async (child) => child.started(i));
  });

/**
 * A contestant that logs actions to a file.
 *
 * @param {readonly string[]} hooks
 * @returns {(times: number, folder: string) => Promise<unknown>}
 */
const logged = (hooks) => async (times, folder) => {
  toFile(`${folder}.clew`, { mode: "buffered" });
  const actions = (/** @type {number} */ count) =>
    withTask("all", () => {
      for (let i = 0; i < count; i++) withAction("each", { i }, () => i);
    });
  await (hooks.length === 0 ? actions(times) : hooked(hooks, actions)(times));
  await close();
};

/**
 * A contestant that does its work between the beginning and the end of an observer.
 *
 * @param {(folder: string) => () => void} begin  gives what ends it
 * @returns {(times: number, folder: string) => Promise<unknown>}
 */
const observed = (begin) => async (times, folder) => {
  const end = begin(folder);
  await joined(times, work);
  end();
};

/** @param {string} folder */
const recorded = (folder) => {
  const recorder = new ScopeRecorder({ logFilename: `${folder}.sc-logs.json` });
  addInstrument(recorder);
  return () => recorder.close();
};

/** @type {unknown} */
let kept;

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "O1",
    what: "spawn and join children, with an observer",
    times: 100_000,
    contestants: {
      "nobody observes": (times) => joined(times, work),
      "an instrument without hooks": hooked([], (times) => joined(times, work)),
      "hooks of other things": hooked(["scopeClosed", "cancelIgnored", "actionStarted"], (times) =>
        joined(times, work),
      ),
      childSpawned: hooked(["childSpawned"], (times) => joined(times, work)),
      childExited: hooked(["childExited"], (times) => joined(times, work)),
      trackAges: observed(() => trackAges()),
      "logScopeLifecycle, to nowhere": observed(() => logScopeLifecycle({ debug() {} })),
      ScopeRecorder: observed(recorded),
    },
    targets: [
      { ours: "an instrument without hooks", against: "nobody observes", atMost: 1.05 },
      { ours: "hooks of other things", against: "nobody observes", atMost: 1.05 },
    ],
  },
  {
    id: "O2",
    what: "open and close scopes, with a hook",
    times: 100_000,
    contestants: {
      "nobody observes": scopes,
      "an instrument without hooks": hooked([], scopes),
      scopeOpened: hooked(["scopeOpened"], scopes),
      scopeClosed: hooked(["scopeClosed"], scopes),
    },
    targets: [{ ours: "an instrument without hooks", against: "nobody observes", atMost: 1.05 }],
  },
  {
    id: "O3",
    what: "move a deadline, with a hook",
    times: 500_000,
    contestants: {
      "nobody observes": moved,
      "an instrument without hooks": hooked([], moved),
      deadlineMoved: hooked(["deadlineMoved"], moved),
    },
    targets: [{ ours: "an instrument without hooks", against: "nobody observes", atMost: 1.05 }],
  },
  {
    id: "O4",
    what: "cancel children, with a hook",
    times: 100_000,
    contestants: {
      "nobody observes": cancelled,
      "an instrument without hooks": hooked([], cancelled),
      childCancelled: hooked(["childCancelled"], cancelled),
      scopeCancelled: hooked(["scopeCancelled"], cancelled),
    },
    targets: [{ ours: "an instrument without hooks", against: "nobody observes", atMost: 1.05 }],
  },
  {
    id: "O5",
    what: "actions to a file, with a hook",
    times: 200_000,
    contestants: {
      "nobody observes": logged([]),
      actionStarted: logged(["actionStarted"]),
      actionFinished: logged(["actionFinished"]),
    },
    targets: [],
  },
  {
    id: "O6",
    what: "start children that say that they are ready, with a hook",
    times: 200_000,
    contestants: {
      "nobody observes": started,
      "an instrument without hooks": hooked([], started),
      childReparented: hooked(["childReparented"], started),
    },
    targets: [{ ours: "an instrument without hooks", against: "nobody observes", atMost: 1.05 }],
  },
  {
    id: "O7",
    what: "growth of what a recorded child costs, from 200 to so many",
    times: 5_000,
    measures: "bytes",
    contestants: {
      ScopeRecorder: async (times, folder) => {
        /** @param {number} children @param {number} repeats */
        const each = async (children, repeats) => {
          const end = recorded(folder);
          const before = process.cpuUsage();
          for (let i = 0; i < repeats; i++) await joined(children, work);
          const { user, system } = process.cpuUsage(before);
          end();
          return (user + system) / (children * repeats);
        };
        await each(200, 20);
        const few = await each(200, Math.ceil(times / 200));
        return (await each(times, 1)) / few;
      },
    },
    targets: [{ ours: "ScopeRecorder", atMost: 1.5 }],
  },
  {
    id: "O8",
    what: "take the task tree of so many living children",
    times: 100_000,
    contestants: {
      taskTree: async (times) => {
        await withScope(async (scope) => {
          for (let i = 0; i < times; i++) scope.spawn(sleepForever);
          const before = process.cpuUsage();
          kept = taskTree();
          const { user, system } = process.cpuUsage(before);
          scope.cancel();
          kept = (user + system) / 1_000;
        });
        return { milliseconds: kept };
      },
    },
    targets: [],
  },
];
