/**
 * How a file stands to being written to: `open` takes lines; `busy` is a pipe whose reader is slow; `refusing` is a
 * full disk or another error that may pass; `gone` never takes a line again.
 */
export type WriteState = "open" | "busy" | "refusing" | "gone";

/** What an error of a write call means for the next one. */
export function stateAfter(error: unknown): WriteState {
  switch (codeOf(error)) {
    case "EAGAIN":
    case "EWOULDBLOCK":
    case "EINTR":
      return "busy";
    case "EPIPE":
    case "ECONNRESET":
    case "ENOTCONN":
    case "EBADF":
      return "gone";
    default:
      return "refusing";
  }
}

/** How long until a file in this state is tried again. A full disk must be noticed as free within a second. */
export function retryAfterMs(state: WriteState): number {
  return state === "busy" ? 5 : 200;
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null ? (error as { readonly code?: unknown }).code : undefined;
}

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Stops this thread, where a line must be written before anything else may happen. */
export function sleepSync(ms: number): void {
  Atomics.wait(nothing, 0, 0, ms);
}
