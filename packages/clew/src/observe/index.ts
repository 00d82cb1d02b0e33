export type { ActionEnd, ActionHooks, ActionStart } from "../record/index.js";
export type { Living, Outcome, ScopeHooks, ScopeState, Waiting } from "../scope/internal.js";
export { trackAges } from "./ages.js";
export { addInstrument, type Instrument, removeInstrument } from "./instrument.js";
export { livingId } from "./living-id.js";
export { logAllTasks } from "./log-all-tasks.js";
export { type LifecycleLogger, logScopeLifecycle } from "./log-scope-lifecycle.js";
export { MonitorCancelError, MonitorError } from "./monitor-error.js";
export {
  type LoopState,
  MONITOR_PROTOCOL,
  type MonitorCancel,
  type MonitorEvent,
  type MonitorGreeting,
  type MonitorLook,
  type MonitorMember,
  type MonitorNews,
  type MonitorPlace,
  type MonitorReply,
  type MonitorRequest,
  type RunningNow,
} from "./monitor-protocol.js";
export { listMonitors, type Monitor, type MonitorOptions, startMonitor } from "./needs-node.js";
export { describeLiving, describeWaiting, printTaskTree } from "./print-task-tree.js";
export { HISTORY_HEAD, HISTORY_TAIL, type HistoryNode, ScopeHistory } from "./scope-history.js";
export { ScopeRecorder, type ScopeRecorderOptions } from "./scope-recorder.js";
export { type LivingCancel, type LivingNode, taskTree } from "./task-tree.js";
