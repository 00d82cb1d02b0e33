// The message types that clew and Eliot reserve. Everything that a program may log is named by the program; these are the
// only types that clew writes by itself.

/** The type of a continued task's action, when its caller names none. */
export const REMOTE_TASK = "eliot:remote_task";
/** An error that was logged by itself: `reason`, `traceback`, `exception`. */
export const TRACEBACK = "eliot:traceback";
/** A destination threw: `reason`, `exception`, `message`. */
export const DESTINATION_FAILURE = "eliot:destination_failure";
/** A value could not be serialized as it was declared: `message`. */
export const SERIALIZATION_FAILURE = "eliot:serialization_failure";
/** A cancel was asked for here: `reason`. */
export const CANCEL = "clew:cancel";
/** A deadline expired in this scope. */
export const DEADLINE = "clew:deadline";
/** A child was let go before it ended: `child`. */
export const ABANDONED = "clew:abandoned";
/** A scope that nobody awaited is open after what it was opened in has ended: `scope`. */
export const SCOPE_NOT_AWAITED = "clew:scope_not_awaited";
/** A thread or a process that went on after its cancel was ended: `child`, `reason`. */
export const TERMINATED = "clew:terminated";
/** An error or a rejection that nobody caught: `exception`, `reason`, `traceback`, `origin`. */
export const UNCAUGHT = "clew:uncaught";
/** What a destination dropped or sampled out, in numbers: `dropped`; `sampled_out`, `tasks_sampled_out`. */
export const LEDGER = "clew:ledger";
/** The wall clock was set by more than a minute and the new time was taken. */
export const CLOCK = "clew:clock";
/** An instrument threw and was removed. */
export const INSTRUMENT_FAILURE = "clew:instrument_failure";
/** An action's `.context()` was still open when its synchronous stretch ended. */
export const CONTEXT_LEFT_OPEN = "clew:context_left_open";
/** The `exception` of an action that was disposed unfinished. */
export const UNFINISHED = "clew:Unfinished";
/** Lines of a log that are no messages, as one that holds them: `text`. */
export const TEXT = "clew:text";
/** The `exception` of a request whose asker went away, or of a call that was given up: a cancel from outside. */
export const ABORTED = "clew:Aborted";
