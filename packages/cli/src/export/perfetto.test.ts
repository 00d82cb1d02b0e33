import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { action, anyLog, ELIOT_LOGS, exportedBytes, ORDER, treesOf } from "./in-test.js";
import { ProtoMessage } from "./protobuf.js";
import { timelineOf } from "./timeline.js";

/** The part of Perfetto's published schema that is written. */
const Trace = protobuf
  .parse(`
syntax = "proto2";
message Clock { optional uint32 clock_id = 1; optional uint64 timestamp = 2; }
message ClockSnapshot { repeated Clock clocks = 1; }
message TrackDescriptor { optional uint64 uuid = 1; optional string name = 2; optional uint64 parent_uuid = 5; }
message DebugAnnotation {
  optional string name = 10;
  oneof value {
    bool bool_value = 2; uint64 uint_value = 3; int64 int_value = 4; double double_value = 5; string string_value = 6;
    string legacy_json_value = 9;
  }
}
message TrackEvent {
  enum Type { TYPE_UNSPECIFIED = 0; TYPE_SLICE_BEGIN = 1; TYPE_SLICE_END = 2; TYPE_INSTANT = 3; }
  repeated DebugAnnotation debug_annotations = 4;
  optional Type type = 9;
  optional uint64 track_uuid = 11;
  repeated string categories = 22;
  optional string name = 23;
  repeated fixed64 flow_ids = 47;
  repeated fixed64 terminating_flow_ids = 48;
}
message TracePacket {
  optional uint64 timestamp = 8;
  optional uint32 trusted_packet_sequence_id = 10;
  oneof data { ClockSnapshot clock_snapshot = 6; TrackEvent track_event = 11; TrackDescriptor track_descriptor = 60; }
}
message Trace { repeated TracePacket packet = 1; }
`)
  .root.lookupType("Trace");

interface Packet {
  readonly timestamp?: string;
  readonly clockSnapshot?: { readonly clocks: readonly unknown[] };
  readonly trackDescriptor?: { readonly uuid: string; readonly name: string; readonly parentUuid?: string };
  readonly trackEvent?: {
    readonly type: string;
    readonly trackUuid: string;
    readonly name?: string;
    readonly flowIds?: readonly string[];
    readonly terminatingFlowIds?: readonly string[];
    readonly debugAnnotations?: readonly Readonly<Record<string, unknown>>[];
  };
}

/** Decodes a trace, and throws unless it has everything in its place. */
async function packetsOf(log: Parameters<typeof exportedBytes>[1]): Promise<Packet[]> {
  const bytes = await exportedBytes("perfetto", log);
  const decoded = Trace.decode(bytes);
  // Whatever the schema does not know would be lost on the way back.
  expect(Trace.encode(decoded).finish().length).toBe(bytes.length);
  const { packet: packets = [] } = Trace.toObject(decoded, { longs: String, enums: String }) as { packet?: Packet[] };
  const tracks = new Set<string>();
  const open = new Map<string, bigint[]>();
  for (const { timestamp, trackDescriptor, trackEvent } of packets) {
    if (trackDescriptor !== undefined) {
      expect(tracks).not.toContain(trackDescriptor.uuid);
      if (trackDescriptor.parentUuid !== undefined) expect(tracks).toContain(trackDescriptor.parentUuid);
      tracks.add(trackDescriptor.uuid);
    }
    if (trackEvent === undefined) continue;
    const { type, trackUuid } = trackEvent;
    expect(tracks).toContain(trackUuid);
    const begun = open.get(trackUuid) ?? [];
    open.set(trackUuid, begun);
    const at = BigInt(timestamp ?? -1);
    if (type === "TYPE_SLICE_BEGIN") begun.push(at);
    if (type === "TYPE_SLICE_END") expect(begun.pop() ?? 2n ** 64n).toBeLessThanOrEqual(at);
  }
  for (const begun of open.values()) expect(begun).toEqual([]);
  return packets;
}

const named = (packets: readonly Packet[], name: string) => packets.find(({ trackEvent }) => trackEvent?.name === name);

describe("clew export --to perfetto", () => {
  test("groups an order's lanes, and says when it was", async () => {
    const packets = await packetsOf(ORDER);
    expect(packets[0]).toMatchObject({
      timestamp: "1795375434000000000",
      clockSnapshot: { clocks: [{ clockId: 1 }, { clockId: 6 }] },
    });
    const tracks = packets.flatMap(({ trackDescriptor }) => trackDescriptor ?? []);
    const [group] = tracks;
    expect(group?.name).toBe("order.place 5c0ffee0-00…");
    expect(tracks.filter(({ parentUuid }) => parentUuid === group?.uuid).length).toBeGreaterThan(1);
    expect(named(packets, "cart.loaded")?.trackEvent).toMatchObject({
      type: "TYPE_INSTANT",
      categories: ["message"],
      debugAnnotations: expect.arrayContaining([{ name: "task_level", stringValue: "/2" }]),
    });
    expect(named(packets, "ship")?.trackEvent).toMatchObject({ categories: ["action", "failed"] });
  });

  test.each(ELIOT_LOGS)("has every action of %s on one track, from begin to end", async (log) => {
    const packets = await packetsOf(log);
    let actions = 0;
    for await (const tree of treesOf(log)) actions += timelineOf(tree).spans.length;
    expect(packets.filter(({ trackEvent }) => trackEvent?.type === "TYPE_SLICE_BEGIN")).toHaveLength(actions);
  });

  test("can be decoded whatever the log holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        await packetsOf(log);
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  test("gives each arrow a flow of its own, which ends where it arrives", async () => {
    const log = [
      ...action([], "one", 0, 10, { task: "t1" }),
      ...action([], "two", 20, 30, { task: "t2", clew_follows_from: ["t1@/"] }),
      ...action([], "three", 20, 30, { task: "t3", clew_follows_from: ["t1@/"] }),
    ];
    const packets = await packetsOf(log);
    expect(named(packets, "causes two")?.trackEvent?.flowIds).toEqual(["1"]);
    expect(named(packets, "causes three")?.trackEvent?.flowIds).toEqual(["2"]);
    const ends = packets.flatMap(({ trackEvent }) => trackEvent?.terminatingFlowIds ?? []);
    expect(ends).toEqual(["1", "2"]);
  });
});

describe("new ProtoMessage()", () => {
  test("writes the bytes that the documentation of the encoding gives", () => {
    const inner = new ProtoMessage().unsigned(1, 150);
    expect([...inner.bytes]).toEqual([0x08, 0x96, 0x01]);
    expect([...new ProtoMessage().string(2, "testing").bytes]).toEqual([
      0x12, 7, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
    ]);
    expect([...new ProtoMessage().message(3, inner).bytes]).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
    expect([...new ProtoMessage().signed(1, -2).bytes]).toEqual([8, 0xfe, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
    expect([...new ProtoMessage().fixed64(1, 258).bytes]).toEqual([9, 2, 1, 0, 0, 0, 0, 0, 0]);
  });

  test("writes every number of 64 bits as another writer does", () => {
    const integers = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }).map(BigInt),
    );
    fc.assert(
      fc.property(integers, (value) => {
        const { bytes } = new ProtoMessage().unsigned(1, value);
        expect(protobuf.Reader.create(bytes.subarray(1)).uint64().toString()).toBe(String(value));
        if (value <= Number.MAX_SAFE_INTEGER)
          expect(new ProtoMessage().unsigned(1, Number(value)).bytes).toEqual(bytes);
      }),
    );
  });
});
