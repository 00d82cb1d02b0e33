import { describe, expect, test } from "vitest";
import { decodeRequest } from "./otlp-protobuf.js";

describe("decodeRequest(kind, bytes)", () => {
  test("refuses bytes that are no request, and never runs beyond their end", () => {
    const within = (tag: number, body: Buffer) => {
      const length = [];
      for (let rest = body.length; ; rest >>>= 7) {
        length.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest < 128) return Buffer.concat([Buffer.from([tag, ...length]), body]);
      }
    };
    // Lists in lists, as the value of an attribute of a resource.
    let deep = Buffer.alloc(0);
    for (let i = 0; i < 200; i++) deep = within(0x2a, within(0x0a, deep));
    for (const tag of [0x12, 0x0a, 0x0a, 0x0a]) deep = within(tag, deep);
    expect(() => decodeRequest("TracesRequest", deep)).toThrow("nest deeper than 100");
    for (const bytes of [Buffer.from("abc"), Buffer.from([0x0a, 0x7f, 0x00]), Buffer.from([0x08, 0x01])]) {
      expect(() => decodeRequest("TracesRequest", bytes)).toThrow(RangeError);
    }
    expect(decodeRequest("TracesRequest", Buffer.from([]))).toEqual({});
    expect(decodeRequest("TracesRequest", Buffer.from([0x12, 0x01, 0x00]))).toEqual({});
  });

  test("reads a fixed64 whole, also where 63 bits end", () => {
    for (const start of [1767000000000000001n, 9223372036854775807n, 18446744073709551000n]) {
      expect(decodeRequest("TracesRequest", spanOfFixed64(start))).toMatchObject({
        resourceSpans: [{ scopeSpans: [{ spans: [{ startTimeUnixNano: String(start) }] }] }],
      });
    }
  });
});

/** A request with one span that says when it starts, and no more, as protobuf. */
function spanOfFixed64(start: bigint): Uint8Array {
  const time = Buffer.alloc(9);
  time[0] = (7 << 3) | 1;
  time.writeBigUInt64LE(start, 1);
  const within = (field: number, inner: Uint8Array) => Buffer.from([(field << 3) | 2, inner.length, ...inner]);
  return within(1, within(2, within(2, time)));
}
