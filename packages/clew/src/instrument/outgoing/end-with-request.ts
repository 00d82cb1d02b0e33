import { endCall, type OpenCall, requestAround } from "../../http/index.js";

/** Outside of a request, a body that nobody reads is given up after so long. */
const NOT_READ_MS = 30_000;

/** Ends a call that was answered with the request that it was made for, at the latest: a body that nobody reads has no end. */
export function endWithRequest(call: OpenCall): void {
  const giveUp = () => {
    call.action.addFields({ body: "not read" });
    endCall(call);
  };
  const open = requestAround(call.action);
  if (open !== undefined) {
    call.ended = open.whenEnded(giveUp);
    return;
  }
  const timer = setTimeout(giveUp, NOT_READ_MS).unref();
  call.ended = () => clearTimeout(timer);
}
