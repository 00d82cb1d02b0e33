export { begin } from "./begin.js";
export type { ChildOwner, Member, Unreceived } from "./child-owner.js";
export { RunningChild } from "./running-child.js";
export { callingLine, callSite, describeWork } from "./spawn-site.js";
export { ignoredError, StuckWatch } from "./stuck.js";
export { checkFunction, checkWork, promiseOf, type Work } from "./work.js";
