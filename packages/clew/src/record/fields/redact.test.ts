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

function formOf(name: string, value: string): FormData {
  const form = new FormData();
  form.append(name, value);
  return form;
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
    "the head of a request": { _header: `GET / HTTP/1.1\r\nAuthorization: Digest a="${SECRET}"\r\nHost: x\r\n\r\n` },
    "the head of a request in JSON": { text: JSON.stringify({ _header: `GET /\r\nAuthorization: ${SECRET}\r\n` }) },
    "an argument of curl": { command: `curl -H 'Authorization: Bearer ${SECRET}' -d x https://example.org` },
    "an argument of curl in double quotes": { command: `curl --header "Api-Key: ${SECRET}" https://example.org` },
    "a line of YAML": { text: `user: kim\npassword: ${SECRET}\n` },
    "a sentence": { text: `login failed (password: ${SECRET}, user: kim)` },
    "a sentence with a scheme": { text: `sent authorization: Bearer ${SECRET} to the host` },
    "what inspect gives": { text: `{ user: 'kim', password: '${SECRET} x' }` },
    "an option of a command": { text: `mysql --user kim --password ${SECRET} shop` },
    "an option of a command with =": { text: `mysql --password=${SECRET} shop` },
    "an element of XML": { text: `<login><user>kim</user><password type="text">${SECRET}</password></login>` },
    "a part of a form": { text: `--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${SECRET}\r\n--b--` },
    "a cookie": { text: `Cookie: a=b; token=${SECRET}; c=d` },
    "the user info of a URL": { url: `postgres://kim:${SECRET}@db.example.org/shop` },
    "a body in bytes": { body: Buffer.from(JSON.stringify({ user: "kim", password: SECRET })) },
    "a form in bytes": { body: new TextEncoder().encode(`user=kim&password=${SECRET}`) },
    "undici's headers": { headers: ["host", "x", "Authorization", SECRET] },
    "headers of the web": { headers: new Headers({ authorization: SECRET }) },
    "parameters of a URL": { params: new URLSearchParams({ token: SECRET }) },
    "a form of the web": { form: formOf("password", SECRET) },
    "an error's error": { error: Object.assign(new Error("x"), { errors: [{ password: SECRET }] }) },
    "a URL in a string": { url: `https://example.org/?page=1&token=${SECRET}#top` },
    "a URL in a text": { text: `see https://example.org/?token=${SECRET}, please` },
    "an encoded name in a URL": { url: `https://example.org/?api%5Fkey=${SECRET}` },
    "a URL": { url: new URL(`https://example.org/?token=${SECRET}`) },
    "a form": { body: `user=kim&password=${SECRET}` },
    "JSON in a string": { body: JSON.stringify({ user: "kim", password: SECRET }) },
    "JSON in JSON in a string": { body: JSON.stringify({ body: JSON.stringify({ password: SECRET }) }) },
    "JSON in a text": { text: `sent {"password": "${SECRET}"} and waited` },
    "JSON that was cut": { body: `{"user":"kim","password":"${SECRET.slice(0, 8)}` },
    "a form whose names are paths": { body: `user[name]=kim&user[password]=${SECRET}&user%5Btoken%5D=${SECRET}` },
    "a URL that is a value in another": {
      url: `https://a.example/?to=${encodeURIComponent(`/in?token=${SECRET}&a=1`)}`,
    },
    "a URL in a URL in a URL": { url: encodeURIComponent(encodeURIComponent(`/in?token=${SECRET}`)) },
    "a statement of SQL": { sql: `update users set password = '${SECRET}', token='${SECRET} x' where id = 1` },
    "a connection string with quotes": { text: `host=localhost password='${SECRET} x' dbname=shop` },
    "a connection string of SQL Server": { text: `Server=db;User Id=sa;Password=${SECRET};Encrypt=true` },
    "TOML and a shell's variables": { text: `password = "${SECRET}"\nexport API_KEY='${SECRET}'` },
    "a setting of an ini file": { text: `[db]\nuser = kim\npassword = ${SECRET} x\n` },
    "a mutation of GraphQL": { text: `mutation { login(user: "kim", password: "${SECRET}") { id } }` },
    "literals of other languages": { text: `{'password': '${SECRET}'} {:token=>"${SECRET}"} ['token' => '${SECRET}']` },
    "an attribute of XML": { text: `<user name="kim" password="${SECRET}"/>` },
    "CDATA of XML": { text: `<password><![CDATA[${SECRET} < x]]></password>` },
    "a scheme without its header": { text: `401 for Bearer ${SECRET}` },
    "a scheme behind an equals sign": { text: `Authorization=Bearer ${SECRET}` },
    "the user of curl": { text: `curl -u kim:${SECRET} https://example.org` },
    "the arguments of a command": { argv: ["mysql", "--user", "kim", "--password", SECRET] },
    "named values": { headers: [{ name: "Authorization", value: `Bearer ${SECRET}` }] },
    "keys and values": { tags: [{ key: "token", value: SECRET }] },
    "named values and pairs in JSON": {
      text: JSON.stringify([{ name: "token", value: SECRET }, ["password", SECRET]]),
    },
    "bytes of another language": { body: Buffer.from(JSON.stringify({ name: "Jörg", password: SECRET })) },
    "what is named by a symbol": { [Symbol.for("password")]: 1, of: { [Symbol.for("password")]: SECRET } },
    "an object in JSON in a string": { body: JSON.stringify({ token: { of: [SECRET, "}"], also: SECRET } }) },
  };
  test("leaves alone what only looks like it", () => {
    hide("password", "token");
    expect(logged({ tags: ["password", "reset"] })).toContain('["password","reset"]');
    expect(logged({ tags: ["token", "new", "password", "old"] })).not.toContain("redacted");
    expect(logged({ text: "at 10:30 the time: now, see C:\\x and https://a.example:8080/x@y" })).not.toContain(
      "redacted",
    );
    expect(logged({ argv: ["set", "password", "--verbose", "now"] })).not.toContain("redacted");
    expect(logged({ text: "Basic authentication; a == b, x => y, [1, 2], 100%" })).not.toContain("redacted");
    expect(logged({ entry: { name: "colour", value: "red" } })).not.toContain("redacted");
    expect(logged({ bytes: Buffer.from([0x1f, 0x8b, 8, 0]) })).toContain("$base64");
  });

  test("hides the password of a URL whatever it was asked for", () => {
    hide("x-other");
    expect(logged({ url: `redis://:${SECRET}@cache.example.org:6379/0` })).toContain("redis://:[redacted]@cache");
  });

  test("takes time in proportion to a text, whatever stands in it", () => {
    hide("password");
    for (const piece of [
      "a",
      ":",
      "a:",
      "<a ",
      "password",
      "--",
      "'a:",
      "\n",
      'name="',
      "https://a:",
      " a: ",
      "\\n",
      "<a><![CDATA[",
      '["',
      "a='",
      "%253D",
      "%26a%3D",
      "curl -u a:",
      'a="\\',
      "Bearer A",
      '{"name":"',
    ]) {
      const text = piece.repeat(100_000 / piece.length);
      const start = performance.now();
      logged({ text });
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });

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
