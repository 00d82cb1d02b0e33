import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addDestination,
  close,
  defineAction,
  defineMessage,
  logError,
  logMessage,
  redact,
  withAction,
  withFields,
} from "../../index.node.js";

const SECRET = "s3cr3t-value";
let lines: string[] = [];
let takeBack: (() => void)[] = [];
const destination = { writeLine: (line: string) => lines.push(line) };

beforeEach(() => {
  addDestination(destination);
  lines = [];
});
afterEach(async () => {
  for (const back of takeBack) back();
  takeBack = [];
  await close();
});

function hide(...keys: (string | RegExp)[]): void {
  takeBack.push(redact(keys));
}

function logged(fields: object): string {
  logMessage("m", fields);
  return lines.at(-1) ?? "";
}

class Account {
  constructor(readonly password: string) {}
}

describe("redact(keys)", () => {
  const cases: Record<string, object> = {
    "a field": { password: SECRET },
    "another case": { PassWord: SECRET },
    "another spelling": { api_key: SECRET, "API-KEY": SECRET, apikey: SECRET, apiKey: SECRET },
    "a nested member": { a: { b: { c: { password: SECRET } } } },
    "an array of objects": { users: [{ password: SECRET }, { password: SECRET }] },
    "a value that is an object": { password: { value: SECRET } },
    "a class's instance": { account: new Account(SECRET) },
    "what toJSON gives": { user: { toJSON: () => ({ password: SECRET }) } },
    "a map": { map: new Map([["password", SECRET]]) },
    "a map with other keys too": {
      map: new Map<unknown, unknown>([
        [1, 2],
        ["password", SECRET],
      ]),
    },
    "a set of objects": { set: new Set([{ password: SECRET }]) },
    "pairs of headers": { headers: [["Authorization", SECRET]] },
    "raw headers": { rawHeaders: ["host", "localhost", "Authorization", SECRET] },
    "an error's property": { error: Object.assign(new Error("no"), { password: SECRET }) },
    "an error's cause": { error: new Error("no", { cause: Object.assign(new Error("why"), { password: SECRET }) }) },
    "an aggregate's member": {
      error: new AggregateError([Object.assign(new Error("x"), { password: SECRET })], "all"),
    },
    "an error's message": { error: new Error(`GET /?token=${SECRET} failed`) },
    "a URL in a string": { url: `https://example.org/?page=1&token=${SECRET}#top` },
    "a URL in a text": { text: `see https://example.org/?token=${SECRET}, please` },
    "an encoded name in a URL": { url: `https://example.org/?api%5Fkey=${SECRET}` },
    "a URL": { url: new URL(`https://example.org/?token=${SECRET}`) },
    "a form": { body: `user=kim&password=${SECRET}` },
    "JSON in a string": { body: JSON.stringify({ user: "kim", password: SECRET }) },
    "JSON in JSON in a string": { body: JSON.stringify({ body: JSON.stringify({ password: SECRET }) }) },
    "JSON in a text": { text: `sent {"password": "${SECRET}"} and waited` },
    "JSON that was cut": { body: `{"user":"kim","password":"${SECRET.slice(0, 8)}` },
    "an object in JSON in a string": { body: JSON.stringify({ token: { of: [SECRET, "}"], also: SECRET } }) },
  };
  for (const [where, fields] of Object.entries(cases)) {
    test(`hides ${where}`, () => {
      hide("password", "apiKey", "token", "authorization");
      const line = logged(fields);
      expect(line).not.toContain(SECRET.slice(0, 8));
      expect(line).toContain("[redacted]");
      expect(() => JSON.parse(line)).not.toThrow();
    });
  }

  test("leaves what is around a secret as it is", () => {
    hide("password", "token");
    const body = '{"big":12345678901234567890,"password":"x\\"y","after":[1.0]}';
    expect(JSON.parse(logged({ body, url: "/?a=1&token=b&c=3", passwords: 2 }))).toMatchObject({
      body: '{"big":12345678901234567890,"password":"[redacted]","after":[1.0]}',
      url: "/?a=1&token=[redacted]&c=3",
      passwords: 2,
    });
  });

  test("ends at the text around JSON that was cut", () => {
    hide("password");
    const body = JSON.stringify({ cut: `{"user":"kim","password":"${SECRET.slice(0, 8)}`, after: "kept" });
    const hidden = (JSON.parse(logged({ body })) as { body: string }).body;
    expect(hidden).not.toContain(SECRET.slice(0, 8));
    expect(hidden).toContain('","after":"kept"}');
  });

  test("hides what declared fields hold, and what their functions give", () => {
    hide("token", "password");
    const login = defineMessage("login", { token: String, of: (user: object) => user, url: String });
    login.log({ token: SECRET, of: { password: SECRET, name: "kim" }, url: `/?token=${SECRET}` });
    const action = defineAction("work", { start: { token: String }, success: { token: String } });
    action.with({ token: SECRET }, (work) => work.addSuccessFields({ token: SECRET }));
    expect(lines.join("")).not.toContain(SECRET);
    expect(lines.join("").match(/\[redacted\]/g)).toHaveLength(5);
    expect(lines[0]).toContain("kim");
  });

  test("hides what a failure says of its error, in its reason, its traceback and its fields", () => {
    hide("token", "code");
    const error = Object.assign(new Error(`no answer from /?token=${SECRET}`), { code: SECRET });
    expect(() =>
      withAction("ask", { token: SECRET }, () => {
        logError(error, { token: SECRET });
        throw error;
      }),
    ).toThrow();
    expect(lines).toHaveLength(3);
    expect(lines.join("")).not.toContain(SECRET);
  });

  test("hides what withFields adds", () => {
    hide("token");
    withFields({ token: SECRET }, () => logMessage("m"));
    expect(lines.join("")).not.toContain(SECRET);
  });

  test("looks for a RegExp in the name, in any case, every time", () => {
    hide(/secret$/g);
    const line = logged({ clientSecret: SECRET, otherSECRET: SECRET, secrets: "seen" });
    expect(line).not.toContain(SECRET);
    expect(line).toContain("seen");
  });

  test("writes the replacement that was asked for", () => {
    takeBack.push(redact(["password"], { replacement: "***" }));
    expect(logged({ password: SECRET })).toContain('"password":"***"');
  });

  test("gives the function that takes its names back, and no others", () => {
    const back = redact(["password"]);
    hide("token");
    back();
    const line = logged({ password: "seen", token: SECRET });
    expect(line).toContain("seen");
    expect(line).not.toContain(SECRET);
  });

  test("refuses what is no name", () => {
    expect(() => redact([7 as unknown as string])).toThrow("give names and regular expressions");
  });

  test("finds a secret however often its JSON was quoted, and changes nothing else", () => {
    hide("password");
    const plain = fc.string().filter((text) => !/password|=/.test(text));
    fc.assert(
      fc.property(plain, plain, fc.string(), fc.nat(3), (before, after, secret, times) => {
        const wrap = (value: string) => {
          let text = JSON.stringify({ before, password: value, after });
          for (let i = 0; i < times; i++) text = JSON.stringify({ text });
          return text;
        };
        const { body } = JSON.parse(logged({ body: wrap(secret) })) as { body: string };
        expect(body).toBe(wrap("[redacted]"));
      }),
    );
  });
});
