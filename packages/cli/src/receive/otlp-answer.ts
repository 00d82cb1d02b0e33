// Answers of OTLP, in the form in which the request came: what was taken, what was refused and why, or what is wrong.

import { Writer } from "protobufjs/minimal.js";

/** What was made of a request. */
export interface Taken {
  /** Of its spans, log records or measurements, those that were not taken. */
  readonly rejected: number;
  readonly message: string;
}

/** The three kinds of request name what was not taken differently. */
export type RejectedName = "rejectedSpans" | "rejectedLogRecords" | "rejectedDataPoints";

export function takenAnswer(isBinary: boolean, name: RejectedName, { rejected, message }: Taken): Buffer {
  const isWhole = rejected === 0 && message === "";
  if (!isBinary) {
    return Buffer.from(
      JSON.stringify(isWhole ? {} : { partialSuccess: { [name]: String(rejected), errorMessage: message } }),
    );
  }
  if (isWhole) return Buffer.alloc(0);
  const partial = Writer.create().uint32(8).int64(rejected).uint32(18).string(message).finish();
  return Buffer.from(Writer.create().uint32(10).bytes(partial).finish());
}

/** `google.rpc.Status`, which says what is wrong. */
export function wrongAnswer(isBinary: boolean, message: string): Buffer {
  return isBinary
    ? Buffer.from(Writer.create().uint32(18).string(message).finish())
    : Buffer.from(JSON.stringify({ message }));
}
