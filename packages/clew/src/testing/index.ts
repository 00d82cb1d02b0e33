export { type MockClockOptions, withMockClock } from "./mock-clock.js";
export type { MockClock } from "./mock-scheduler.js";
