// What a child keeps in one number: its state, whether its failure is in somebody's hands, whether its action is its
// own, and which of the scope's members it is.

export const STATES = ["running", "succeeded", "failed", "cancelled", "abandoned"] as const;
export const RUNNING = 0;
export const SUCCEEDED = 1;
export const FAILED = 2;
export const CANCELLED = 3;
export const ABANDONED = 4;
export const STATE = 7;
export const RECEIVED = 8;
export const OWN_ACTION = 16;
export const ORDER_SHIFT = 5;
