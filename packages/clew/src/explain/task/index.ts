// A task as every question needs it: its actions on one clock, by path, with the time that each spent by itself.

export { ActionPath, createPathRoot } from "./action-path.js";
export type { ActionPlace } from "./action-place.js";
export { placeOf } from "./action-place.js";
export { clocked } from "./clocked.js";
export type { ClocksApart } from "./clocks.js";
export { Clocks } from "./clocks.js";
export type { Silence } from "./critical-path.js";
export { followCriticalPath, ownSeconds, silencesOf, type Waiting, waitingOf } from "./critical-path.js";
export { cancelSource, carries, reasonPattern, saysTimeout, wasCancelled } from "./failure-text.js";
export { fieldValues, valueKey } from "./field-values.js";
export { followedBy, followedTasks } from "./followed.js";
export type { ItemPlace } from "./item-place.js";
export { itemPlace, typeOf } from "./item-place.js";
export { type ActionOutcome, isUnawaited, outcomeOf, wasDismissed } from "./outcome.js";
export type { Place } from "./place.js";
export { isElsewhere, placeIn } from "./place.js";
export { recordsBefore } from "./records-before.js";
export { hadEnded } from "./slack.js";
export type { ActionTiming, Note, Span, SpanItem } from "./span.js";
export { beganAt, isSpan, spanAt, spansOf, toSpan } from "./span.js";
export type { TaskTiming, TimedStretch } from "./task-timing.js";
export { toTaskTiming } from "./task-timing.js";
export { TypicalDurations } from "./typical-durations.js";
export { unsureSeconds } from "./unsure-time.js";
export { valueAbove } from "./value-above.js";
