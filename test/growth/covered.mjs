// Each name that a package exports has a case, or takes nothing of which there can be more and more.

/** What says one thing of one thing, or is a class of errors, a constant, a theme. */
const TAKE_NO_COLLECTION = new Set([
  // Of one message, one call, one process.
  "clew.close",
  "clew.configureFromEnv",
  "clew.continueFrom",
  "clew.detached",
  "clew.flush",
  "clew.logUncaught",
  "clew.serializeTo",
  "clew.startFrom",
  "clew/instrument.instrument",
  "clew/instrument.instrumentFromEnv",
  // A log that is written by a thread is what its case has; this is one whose destination runs there.
  "clew.threadDestination",
  "clew/scope.currentSignal",
  "clew/scope.main",
  "clew/worker.spawnProcess",
  "clew/worker.spawnWorker",
  // The socket of a monitor: what it shows is taskTree's.
  "clew/observe.listMonitors",
  "clew/observe.startMonitor",
  "clew/observe.describeLiving",
  "clew/observe.describeWaiting",
  "clew/observe.livingId",
  "clew/observe.logAllTasks",
  // What ScopeRecorder writes by.
  "clew/observe.ScopeHistory",
  // Of one id of a task.
  "clew/parse.hashOfUuid",
  "clew/parse.scanUuid",
  "clew/parse.messageOfLogRecord",
  "clew/parse.placeOfSpan",
  "clew/parse.roleOf",
  "clew/parse.spanIdOf",
  "clew/parse.taskIdOfSpan",
  "clew/parse.timeUnitOf",
  "clew/parse.traceIdOf",
  "clew/parse.uuidOfTrace",
  "clew/render.chooseTheme",
  "clew/render.formatDuration",
  "clew/render.formatMoment",
  "clew/render.isLightBackground",
  "clew/render.isLoneMessage",
  "clew/render.isNarrow",
  "clew/render.readStyle",
  "clew/render.screenWidth",
  "clew/render.shortUuid",
  "clew/render.usesColor",
  // Lines of LiveTree.
  "clew/render.renderContinuation",
  "clew/render.renderGrowth",
  "clew/render.renderNode",
  "clew/render.renderOpenPath",
  "clew/live.LiveScreen",
  "clew/live.everyTick",
  "clew/live.toConsole",
  "clew/explain.outcomeOf",
  "clew/testing.keepFailedTests",
  "clew/testing.logMatchers",
  "clew/testing.logToTestOutput",
  "clew/testing.withMockClock",
  "clew/testing.withSeededIds",
  "clew/testing.assertLogged",
  "clew/testing.assertLoggedAction",
  "clew/testing.captureLog",
  "clew/testing.captured",
  "@clew/log.HttpLogSource",
]);

/** Entry points whose functions each wrap one request, one logger or one span. */
const ENTRIES = [
  "clew",
  "clew/instrument",
  "clew/scope",
  "clew/worker",
  "clew/observe",
  "clew/parse",
  "clew/render",
  "clew/live",
  "clew/explain",
  "clew/testing",
];

/** The names that have no case and no reason. @param {ReadonlySet<string>} covered */
export async function missing(covered) {
  /** @type {string[]} */
  const names = [];
  for (const entry of ENTRIES) {
    for (const [name, value] of Object.entries(await import(entry))) {
      const isError = typeof value === "function" && (value.prototype instanceof Error || name === "Cancelled");
      if (typeof value === "function" && !isError) names.push(`${entry}.${name}`);
    }
  }
  return names.filter((name) => !covered.has(name) && !TAKE_NO_COLLECTION.has(name));
}
