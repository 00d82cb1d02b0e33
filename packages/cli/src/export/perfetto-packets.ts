// The packets of a Perfetto trace, of which a tiny part is enough here. The numbers of the fields are those of
// https://github.com/google/perfetto/tree/main/protos/perfetto/trace

import { encodeExact } from "@clew/log";
import type { Details } from "./details.js";
import { ProtoMessage } from "./protobuf.js";

/** `TrackEvent.Type` */
export const SLICE_BEGIN = 1;
export const SLICE_END = 2;
export const INSTANT = 3;

/** `BuiltinClock` */
const REALTIME = 1;
const BOOTTIME = 6;

/** All packets are of one sequence: none of them leans on an earlier one. */
const SEQUENCE = 1;

export interface TrackEvent {
  readonly type: typeof SLICE_BEGIN | typeof SLICE_END | typeof INSTANT;
  readonly track: number;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly name?: string;
  readonly categories?: readonly string[];
  readonly details?: Details;
  readonly flow?: number;
  readonly endOfFlow?: number;
}

/** The bytes of a `Trace` that holds this one packet; a whole trace is such bytes, one after the other. */
function inTrace(packet: ProtoMessage): Uint8Array {
  return new ProtoMessage().message(1, packet.unsigned(10, SEQUENCE)).bytes;
}

/** Says that the trace's clock is the wall clock: at this moment both show the same. */
export function clockPacket(at: number): Uint8Array {
  const clocks = new ProtoMessage();
  for (const id of [REALTIME, BOOTTIME]) {
    clocks.message(1, new ProtoMessage().unsigned(1, id).unsigned(2, nanoseconds(at)));
  }
  return inTrace(new ProtoMessage().unsigned(8, nanoseconds(at)).message(6, clocks));
}

export function trackPacket(track: number, name: string, parent?: number): Uint8Array {
  const descriptor = new ProtoMessage().unsigned(1, track).string(2, name);
  if (parent !== undefined) descriptor.unsigned(5, parent);
  return inTrace(new ProtoMessage().message(60, descriptor));
}

export function eventPacket({ type, track, at, name, categories, details, flow, endOfFlow }: TrackEvent): Uint8Array {
  const event = new ProtoMessage().unsigned(9, type).unsigned(11, track);
  for (const category of categories ?? []) event.string(22, category);
  if (name !== undefined) event.string(23, name);
  for (const [key, value] of Object.entries(details ?? {})) event.message(4, annotation(key, value));
  if (flow !== undefined) event.fixed64(47, flow);
  if (endOfFlow !== undefined) event.fixed64(48, endOfFlow);
  return inTrace(new ProtoMessage().unsigned(8, nanoseconds(at)).message(11, event));
}

function annotation(name: string, value: unknown): ProtoMessage {
  const message = new ProtoMessage().string(10, name);
  switch (typeof value) {
    case "string":
      return message.string(6, value);
    case "boolean":
      return message.bool(2, value);
    case "number":
      return Number.isSafeInteger(value) ? message.signed(4, value) : message.double(5, value);
    case "bigint":
      return message.string(6, String(value));
    default:
      return message.string(9, encodeExact(value));
  }
}

function nanoseconds(microseconds: number): bigint {
  return BigInt(microseconds) * 1000n;
}
