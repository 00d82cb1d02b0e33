/** Whether a scope or a child is an action in the log; `"auto"` is where one is current, or its scope is logged. */
export type Logged = boolean | "auto";
