import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJson, encodeValue } from "./index.js";

/** What a reader of the line gets for a value. */
function written(value: unknown): unknown {
  const text = encodeValue({ value });
  expect(text).not.toContain("\n");
  return (JSON.parse(text) as { value: unknown }).value;
}

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
  get length(): number {
    return Math.hypot(this.x, this.y);
  }
}

describe("encodeValue of another realm's values", () => {
  const made = (code: string): unknown => runInNewContext(code);

  test("writes errors by their texts and causes, and collections by what they hold", () => {
    const error = decodeJson(encodeValue(made("new RangeError('far', { cause: new TypeError('quota') })")));
    expect(error).toMatchObject({ name: "RangeError", message: "far", cause: { message: "quota" } });
    expect(encodeValue(made("new Map([['a', 1]])"))).toBe('{"a":1}');
    expect(encodeValue(made("new Set(['a'])"))).toBe('["a"]');
    expect(encodeValue(made("/a+/g"))).toBe('"/a+/g"');
    expect(encodeValue(made("new Date(0)"))).toBe('"1970-01-01T00:00:00.000Z"');
    expect(encodeValue(made("new ArrayBuffer(3)"))).toBe('{"$base64":"AAAA"}');
    expect(encodeValue(made("new Uint8Array([1])"))).toBe('{"$base64":"AQ=="}');
    expect(encodeValue(made("new Float64Array([1, 2])"))).toBe("[1,2]");
    expect(encodeValue(made("Object('boxed')"))).toBe('"boxed"');
    expect(encodeValue(made("Promise.resolve()"))).toBe('"[Promise]"');
    expect(encodeValue(made("new AggregateError([new Error('inner')], 'all')"))).toContain("inner");
    const tagged = made("class E extends Error { get [Symbol.toStringTag]() { return 'E'; } }; new E('named')");
    expect(encodeValue(tagged)).toContain("named");
  });

  test("is not taken in by what only calls itself so", () => {
    for (const name of ["Map", "Set", "Date", "ArrayBuffer", "Number", "Error"]) {
      expect(encodeValue({ [Symbol.toStringTag]: name, a: 1 })).toContain('"a":1');
    }
    expect(encodeValue(Object.create(Map.prototype))).toBe('"[Map]"');
  });
});

describe("encodeValue of what the platform makes", () => {
  test("writes what it holds, or a mark that names it", () => {
    const form = new FormData();
    form.append("k", "v");
    form.append("k", "w");
    form.append("file", new File(["abc"], "a.txt", { type: "text/plain" }));
    expect(
      encodeValue(
        new Headers([
          ["x-a", "1"],
          ["set-cookie", "a"],
          ["set-cookie", "b"],
        ]),
      ),
    ).toBe('{"set-cookie":["a","b"],"x-a":"1"}');
    expect(encodeValue(new URLSearchParams("a=1&b=2"))).toBe('{"a":"1","b":"2"}');
    expect(encodeValue(form)).toBe('{"k":["v","w"],"file":"[File \\"a.txt\\" text/plain, 3 bytes]"}');
    expect(encodeValue(new Response("no", { status: 404, headers: {} }))).toContain('"status":404');
    expect(encodeValue(new Request("http://127.0.0.1/x", { method: "PUT" }))).toBe(
      '{"method":"PUT","url":"http://127.0.0.1/x","headers":{}}',
    );
    expect(encodeValue(new URL("http://127.0.0.1/x"))).toBe('"http://127.0.0.1/x"');
    expect(encodeValue(new Blob(["ab"]))).toBe('"[Blob, 2 bytes]"');
    expect(encodeValue(AbortSignal.abort(new Error("why")))).toBe('"[AbortSignal, aborted: why]"');
    expect(encodeValue(new Map([[1, 2]]).entries())).toBe('"[Map Iterator]"');
    expect(encodeValue([1].values())).toBe('"[Array Iterator]"');
    expect(encodeValue(Object(7n))).toBe("7");
    expect(encodeValue(Object(Symbol("s")))).toBe('"[Symbol(s)]"');
    expect(encodeValue(new SharedArrayBuffer(2))).toBe('{"$base64":"AAA="}');
    expect(encodeValue(new DOMException("gone", "AbortError"))).toContain('"message":"gone"');
    expect(encodeValue(new TextEncoder())).not.toBe("{}");
    expect(encodeValue(new Intl.NumberFormat("en"))).not.toBe("{}");
    expect(encodeValue(new EventTarget())).not.toBe("{}");
    expect(encodeValue(new WeakRef({}))).toBe('"[WeakRef]"');
  });

  test("writes what stands under symbols alone, and names the class of what shows nothing", () => {
    expect(encodeValue({ [Symbol("hidden")]: 1 })).toBe('{"[Symbol(hidden)]":1}');
    class Account {
      readonly #balance = 1;
      get balance() {
        return this.#balance;
      }
    }
    expect(encodeValue(new Account())).toBe('"[Account]"');
    expect(encodeValue({})).toBe("{}");
    expect(encodeValue(Object.create(null))).toBe("{}");
    expect(encodeValue(JSON.parse('{"__proto__":{"admin":true}}'))).toBe('{"__proto__":{"admin":true}}');
  });

  test("asks an error's toJSON", () => {
    expect(encodeValue(Object.assign(new Error("secret inside"), { toJSON: () => ({ message: "told" }) }))).toBe(
      '{"message":"told"}',
    );
  });

  test("writes both errors of a SuppressedError", () => {
    const suppressed = new Error("An error was suppressed during disposal");
    Object.defineProperty(suppressed, "error", { value: new Error("cannot unlock") });
    Object.defineProperty(suppressed, "suppressed", { value: new Error("disk is full") });
    expect(encodeValue(suppressed)).toMatch(/cannot unlock.*disk is full/);
  });
});

describe("encodeValue of large values", () => {
  test("ends after what one value may have, and says what it left out", () => {
    const map = new Map(Array.from({ length: 120_000 }, (_, i) => [`key${i}`, i]));
    expect(encodeValue(map).slice(-40)).toMatch(/"\[cut\]":"950\d\d more"\}$/);
    expect(encodeValue(new Set(map.keys())).slice(-40)).toMatch(/\[cut: 950\d\d more\]"\]$/);
    const bytes = encodeValue(new Uint8Array(3_000_000));
    expect(bytes.slice(-40)).toMatch(/"\[cut\]":"of 3000000 bytes"\}$/);
    expect(bytes.length).toBeLessThan(1.1e6);
    const symbols = Object.fromEntries(Array.from({ length: 26_000 }, (_, i) => [Symbol(i), i]));
    expect(encodeValue(symbols)).toContain('"[cut]"');
    for (const text of [encodeValue(map), bytes]) expect(() => decodeJson(text)).not.toThrow();
  });
});

describe("encodeValue(value)", () => {
  test.each<[string, unknown, unknown]>([
    ["null", null, null],
    ["true", true, true],
    ["a number", 1.5, 1.5],
    ["an empty string", "", ""],
    ["a string with everything that JSON escapes", '"\\\u0000\u001f\u007f\n', '"\\\u0000\u001f\u007f\n'],
    ["emoji", "👩‍👩‍👧", "👩‍👩‍👧"],
    ["nested plain objects", { a: [1, { b: "c" }] }, { a: [1, { b: "c" }] }],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ["a class instance, without what it inherits", new Point(3, 4), { x: 3, y: 4 }],
    ["undefined", undefined, "[undefined]"],
    ["NaN", Number.NaN, "NaN"],
    ["infinity", -Infinity, "-Infinity"],
    ["a symbol", Symbol("mine"), "[Symbol(mine)]"],
    ["a function", function work() {}, "[Function: work]"],
    ["a class", Point, "[Function: Point]"],
    ["an arrow function without a name", (() => () => {})(), "[Function: anonymous]"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an invalid date", new Date(Number.NaN), "[Invalid Date]"],
    ["a map with names", new Map([["a", 1]]), { a: 1 }],
    ["a map with other keys", new Map<unknown, unknown>([[1, { a: 2 }]]), [[1, { a: 2 }]]],
    ["a set", new Set([1, "a"]), [1, "a"]],
    ["a sparse array", Object.assign(new Array(3), { 1: "b" }), ["[undefined]", "b", "[undefined]"]],
    ["a regular expression", /a\/b/gi, "/a\\/b/gi"],
    ["boxed values", [Object("a"), Object(1), Object(false)], ["a", 1, false]],
    ["bytes", Uint8Array.of(0, 255, 16), { $base64: "AP8Q" }],
    ["a buffer of bytes", Uint8Array.of(1).buffer, { $base64: "AQ==" }],
    ["a typed array", Float64Array.of(1.5, Number.NaN), [1.5, "NaN"]],
    ["a promise", Promise.resolve(1), "[Promise]"],
    ["a weak map", new WeakMap(), "[WeakMap]"],
    ["what has a toJSON", { toJSON: (key: string) => ({ key }) }, { key: "value" }],
    ["a URL", new URL("http://a.example/b"), "http://a.example/b"],
    ["a stream", new ReadableStream(), "[ReadableStream]"],
    ["an event", new MessageEvent("message", { data: { a: 1 } }), { type: "message", data: { a: 1 } }],
    ["a toJSON that gives the thing itself", selfJson(), { toJSON: "[Function: toJSON]", a: 1 }],
    ["a getter that throws beside one that does not", throwing(), { good: 1, bad: "[getter threw: Error: no]" }],
    ["a toJSON that throws", { toJSON: fail }, "[threw: Error: no]"],
    ["a revoked proxy", revoked({}), expect.stringMatching(/^\[threw: TypeError: /)],
    ["a proxy of a function that throws", [1, hostile(() => {})], [1, "[threw: Error: no]"]],
    ["what throws something hostile", { toJSON: throwHostile }, expect.stringMatching(/^\[threw: /)],
    ["a lone surrogate", "\ud800 and", "\ud800 and"],
  ])("writes %s", (_name, value, expected) => {
    expect(written(value)).toEqual(expected);
  });

  test("writes an error with very many members in time, and says how many it left out", () => {
    const members = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`member${i}`, i]));
    expect(written(Object.assign(new Error("large"), members))).toMatchObject({
      message: "large",
      "[cut]": expect.stringMatching(/^1\d{5} more$/),
    });
  });

  test("keeps what JSON can say and JSON.stringify loses: -0 and the digits of a BigInt", () => {
    expect(encodeValue([-0, 12345678901234567890n])).toBe("[-0,12345678901234567890]");
    expect(decodeJson(encodeValue([-0, 12345678901234567890n]))).toEqual([-0, 12345678901234567890n]);
  });

  test("writes an error with its text, its stack, its cause, its members and its own fields", () => {
    const cause = Object.assign(new TypeError("inner"), { code: "E_INNER" });
    const error = Object.assign(new AggregateError([new Error("one")], "outer", { cause }), { attempt: 2 });
    expect(written(error)).toMatchObject({
      name: "AggregateError",
      message: "outer",
      stack: expect.stringContaining("encode.test"),
      cause: { name: "TypeError", message: "inner", code: "E_INNER" },
      errors: [{ name: "Error", message: "one" }],
      attempt: 2,
    });
  });

  test("marks a circle where it closes, and writes what merely stands twice", () => {
    const shared = { s: 1 };
    const circle: Record<string, unknown> = { a: shared, b: shared };
    circle.deep = { self: circle };
    expect(written(circle)).toEqual({ a: { s: 1 }, b: { s: 1 }, deep: { self: "[Circular, 2 up]" } });
    const error = new Error("around");
    error.cause = error;
    expect(written(error)).toMatchObject({ cause: "[Circular, 1 up]" });
  });

  test("writes a member named __proto__ as any other", () => {
    const parsed: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
    expect(encodeValue(parsed)).toBe('{"__proto__":{"polluted":true}}');
    expect(encodeValue(new Map([["__proto__", 1]]))).toBe('{"__proto__":1}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("writes lone surrogates as escapes, so that the line is UTF-8", () => {
    for (const text of ["\ud800", "a\udc00b", "\udc00\ud800"]) {
      const line = encodeValue({ [text]: text });
      expect(new TextDecoder("utf-8", { fatal: true }).decode(new TextEncoder().encode(line))).toBe(line);
      expect(JSON.parse(line)).toEqual({ [text]: text });
    }
  });

  test("marks what is too deep, too many, too long, instead of failing", () => {
    let deep: unknown = "the end";
    for (let i = 0; i < 100_000; i++) deep = i % 2 === 0 ? [deep] : { deep };
    expect(encodeValue(deep)).toContain("[cut: deeper than 200]");

    expect(encodeValue(new Array(4_000_000_000))).toMatch(/"\[cut: \d+ more\]"\]$/);
    expect(encodeValue(Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [i, i])))).toContain('"[cut]"');
    expect(encodeValue("x".repeat(9_000_000)).length).toBeLessThan(8_400_000);
    expect(encodeValue(new Float32Array(20_000))).toMatch(/"original_shape":\[20000\]\}$/);

    let doubled: unknown = ["x"];
    for (let i = 0; i < 60; i++) doubled = [doubled, doubled];
    expect(encodeValue(doubled)).toContain("[cut: ");

    const shared = "x".repeat(1_000_000);
    const text = encodeValue(Array.from({ length: 5_000 }, () => shared));
    expect(text.length).toBeLessThan(20_000_000);
    expect(text.slice(-40)).toMatch(/\[cut: \d+ more\]/);
  });

  test("finds what must be escaped wherever it stands in a text of any length", () => {
    for (const length of [1, 31, 32, 33, 99, 100, 101, 102, 103, 1_000, 16_384, 16_385]) {
      const plain = "a".repeat(length);
      expect(encodeValue(plain)).toBe(`"${plain}"`);
      for (const bad of ['"', "\\", "\u0000", "\u001f", "\n", "\u007f", "ä", "\ud800", "😀", " ", "!", "]", "~"]) {
        for (const at of new Set([0, 1, 2, 3, length >> 1, length - 2, length - 1])) {
          if (at < 0) continue;
          const text = plain.slice(0, at) + bad + plain.slice(at + 1);
          expect(encodeValue(text)).toBe(JSON.stringify(text));
        }
      }
    }
  });

  test("gives back whatever JSON can say, and -0 as well", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(encodeValue(value))).toEqual(value);
      }),
    );
  });

  test("gives valid JSON on one line for anything at all", () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      stringUnit: "binary",
    });
    fc.assert(
      fc.property(anything, (value) => {
        const text = encodeValue(value);
        expect(text).not.toContain("\n");
        expect(() => decodeJson(text)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

function fail(): never {
  throw new Error("no");
}

function throwHostile(): never {
  throw {
    toString: fail,
    get message() {
      return fail();
    },
  };
}

function selfJson(): object {
  const self = {
    a: 1,
    toJSON() {
      return self;
    },
  };
  return self;
}

function throwing(): object {
  return {
    good: 1,
    get bad() {
      return fail();
    },
  };
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function hostile(target: object): object {
  return new Proxy(target, { get: fail, getPrototypeOf: fail, ownKeys: fail });
}
