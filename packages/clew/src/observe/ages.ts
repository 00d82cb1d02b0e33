import { currentScheduler, type Living } from "../scope/internal.js";
import { addInstrument, removeInstrument } from "./instrument.js";

const since = new WeakMap<Living, number>();
let users = 0;

const clock = {
  scopeOpened: (scope: Living): void => void since.set(scope, currentScheduler().now()),
  childSpawned: (child: Living): void => void since.set(child, currentScheduler().now()),
};

/**
 * Has the task tree know the age also of what is not logged, if it comes into being from now on; gives the function that
 * switches it off. It reads the clock for each scope and child, which is why it is not done for everybody.
 */
export function trackAges(): () => void {
  if (users++ === 0) addInstrument(clock);
  let isOn = true;
  return () => {
    if (isOn && --users === 0) removeInstrument(clock);
    isOn = false;
  };
}

/** How old something is; `startedMs` is when its action started. */
export function ageOf(living: Living, startedMs: number | undefined): number | undefined {
  const begun = since.get(living);
  if (begun !== undefined) return currentScheduler().now() - begun;
  return startedMs === undefined ? undefined : performance.now() - startedMs;
}
