import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addDestination,
  configureFromEnv,
  continueFrom,
  currentAction,
  type Message,
  removeDestination,
  serializeTo,
  startFrom,
  withAction,
} from "../../index.node.js";
import { hub } from "../index.js";

let messages: Message[] = [];
const collect = (message: Message) => {
  messages.push(message);
};
beforeEach(() => {
  messages = [];
  addDestination(collect);
});
afterEach(() => removeDestination(collect));

const STRANGER = "5b2d1bbd-2a22-4a4a-9f0a-6c1b6a8a7e11@/4/2";
const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** The start message of the action of a type. */
function startOf(type: string): Message {
  const start = messages.find(({ action_type, action_status }) => action_type === type && action_status === "started");
  if (start === undefined) throw new Error(`no action ${type} was logged`);
  return start;
}

function sent(options?: Parameters<typeof serializeTo>[1]): Record<string, unknown> {
  return withAction("send", () => serializeTo({} as Record<string, unknown>, options));
}

describe("serializeTo(headers)", () => {
  test("writes the task id and the trace into plain objects, maps and Headers, and gives them back", () => {
    withAction("send", (action) => {
      const plain = serializeTo({ accept: "text/plain" } as Record<string, unknown>);
      const map = serializeTo(new Map<string, string>());
      const headers = serializeTo(new Headers());
      expect(plain).toMatchObject({ accept: "text/plain", "x-eliot-task-id": `${action.taskUuid}@/2` });
      expect(map.get("x-eliot-task-id")).toBe(`${action.taskUuid}@/3`);
      expect(headers.get("x-eliot-task-id")).toBe(`${action.taskUuid}@/4`);
      const trace = action.taskUuid.replaceAll("-", "");
      const span = createHash("sha256").update(action.taskId).digest("hex").slice(0, 16);
      for (const text of [plain.traceparent, map.get("traceparent"), headers.get("traceparent")]) {
        expect(text).toBe(`00-${trace}-${span}-01`);
      }
    });
  });

  test("writes nothing outside of every action", () => {
    expect(serializeTo({})).toEqual({});
  });

  test.each([
    "http://localhost:80/x",
    "https://api.localhost",
    "http://127.8.0.1",
    "http://[::1]:9/",
    "127.0.0.1:3000",
    "::1",
    `http://${hostname()}/`,
    new URL("http://localhost"),
  ])("hands a place in the tree to this host and loopback: %s", (to) => {
    expect(sent({ to })).toHaveProperty("x-eliot-task-id");
  });

  test.each([
    "https://example.com/",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "10.0.0.255",
    "http://127.0.0.1@example.com/",
    "not a url at all",
    "",
  ])("tells others the trace alone, and takes no number for them: %j", (to) => {
    const headers = sent({ to });
    expect(headers).not.toHaveProperty("x-eliot-task-id");
    expect(headers).toHaveProperty("traceparent");
    expect(messages.at(-1)?.task_level).toEqual([2]);
  });

  test("asks the caller's rule where one is given", () => {
    expect(sent({ to: "http://localhost", trust: false })).not.toHaveProperty("x-eliot-task-id");
    expect(sent({ to: "https://example.com", trust: true })).toHaveProperty("x-eliot-task-id");
    const hosts: unknown[] = [];
    const trust = (host: string | undefined) => {
      hosts.push(host);
      return host === "partner.example";
    };
    expect(sent({ to: "https://partner.example/path", trust })).toHaveProperty("x-eliot-task-id");
    expect(sent({ to: "https://other.example", trust })).not.toHaveProperty("x-eliot-task-id");
    expect(hosts).toEqual(["partner.example", "other.example"]);
  });
});

describe("continueFrom(headers, type, fields?, body)", () => {
  test("continues a task of this process at the very place that was handed out", () => {
    const headers = sent();
    const uuid = startOf("send").task_uuid;
    expect(continueFrom(headers, "receive", { queue: "q" }, () => currentAction()?.taskId)).toBe(`${uuid}@/2`);
    expect(startOf("receive")).toMatchObject({ task_uuid: uuid, task_level: [2, 1], queue: "q" });
  });

  test("makes one tree over a client and a server on loopback, from the headers alone or from the request", async () => {
    const server = createServer((request, response) => {
      const given = request.url === "/headers" ? request.headers : request;
      continueFrom(given, "serve", { path: request.url }, () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // The process's own ids are trusted anyway; a stranger's shows that the address is looked at.
    for (const [i, path] of ["/headers", "/request"].entries()) {
      messages = [];
      await fetch(`${url}${path}`, { headers: { "x-eliot-task-id": `stranger-${i}@/7` } });
      expect(startOf("serve")).toMatchObject({ task_uuid: `stranger-${i}`, task_level: [7, 1], path });
    }
    server.close();
  });

  test.each([
    ["an address elsewhere", { from: "10.1.2.3" }],
    ["an address that only looks like loopback", { from: "127.0.0.1.example.com" }],
    ["nobody knows where", undefined],
    ["loopback, which this server does not trust", { from: "127.0.0.1", trust: false }],
    [
      "a rule that throws",
      {
        trust: () => {
          throw new Error("no");
        },
      },
    ],
  ])("follows a stranger's task, in a task of its own, where it came from %s", (_where, options) => {
    continueFrom({ "x-eliot-task-id": STRANGER }, "receive", {}, options, () => {});
    const start = startOf("receive");
    expect(start.task_uuid).not.toBe(STRANGER.split("@")[0]);
    expect(start).toMatchObject({ task_level: [1], clew_follows_from: [STRANGER] });
  });

  test.each([
    ["127.0.0.1", undefined],
    ["::ffff:127.0.0.1", undefined],
    ["::1", undefined],
    ["10.1.2.3", true],
    ["10.1.2.3", (from: string | undefined) => from === "10.1.2.3"],
  ])("continues a stranger's task that came from %s, where the rule is %s", (from, trust) => {
    const id = `stranger-from-${from}-${typeof trust}@/4/2`;
    const options = trust === undefined ? { from } : { from, trust };
    continueFrom(new Headers({ "X-Eliot-Task-Id": id }), "receive", {}, options, () => {});
    expect(startOf("receive")).toMatchObject({ task_uuid: id.split("@")[0], task_level: [4, 2, 1] });
  });

  test("starts a task that follows where the same id comes again", () => {
    const headers = sent();
    continueFrom(headers, "first", () => {});
    continueFrom(headers, "again", () => {});
    expect(startOf("again")).toMatchObject({ task_level: [1], clew_follows_from: [headers["x-eliot-task-id"]] });
  });

  test("names the foreign trace of a traceparent on the start, and carries it on", () => {
    const onward = continueFrom({ TraceParent: TRACEPARENT }, "receive", () =>
      withAction("deeper", () => serializeTo({} as Record<string, unknown>)),
    );
    expect(startOf("receive")).toMatchObject({
      task_level: [1],
      clew_trace_id: "0af7651916cd43dd8448eb211c80319c",
      clew_parent_span_id: "b7ad6b7169203331",
    });
    expect(startOf("receive").task_uuid.replaceAll("-", "")).not.toBe("0af7651916cd43dd8448eb211c80319c");
    expect(onward.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    expect(onward.traceparent).not.toContain("b7ad6b7169203331");
  });

  test.each([
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
  ])("takes no trace from %s", (traceparent) => {
    continueFrom({ traceparent }, "receive", () => {});
    expect(startOf("receive")).not.toHaveProperty("clew_trace_id");
  });

  test("takes the trace from a later version that says more", () => {
    continueFrom({ traceparent: `cc${TRACEPARENT.slice(2)}-what-the-future-brings` }, "receive", () => {});
    expect(startOf("receive")).toMatchObject({ clew_trace_id: "0af7651916cd43dd8448eb211c80319c" });
  });

  test("makes a task of its own of whatever stands in the headers, and never throws for them", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.anything(),
      fc.constantFrom("@/", "@/1", "x@", "x@/", "x@/0", "x@/1/-2", "x@/1e9", `x@${"/1".repeat(5000)}`, "a@/2, b@/3"),
    );
    fc.assert(
      fc.property(hostile, hostile, (id, traceparent) => {
        const headers = { "x-eliot-task-id": id, traceparent };
        expect(continueFrom(headers, "receive", {}, { from: "127.0.0.1" }, () => 17)).toBe(17);
      }),
    );
    const throwing = {
      get headers(): object {
        throw new Error("no headers");
      },
    };
    for (const headers of [null, undefined, 3, "text", throwing, new Proxy({}, { get: () => throwing.headers })]) {
      expect(continueFrom(headers as unknown as object, "receive", () => 18)).toBe(18);
    }
  });

  test("gives what the body gives, and lets its error pass", async () => {
    await expect(continueFrom({}, "receive", async () => "later")).resolves.toBe("later");
    expect(() =>
      continueFrom({}, "receive", () => {
        throw new RangeError("the body's own");
      }),
    ).toThrow(RangeError);
    expect(messages.at(-1)).toMatchObject({ action_status: "failed", exception: "RangeError" });
  });
});

describe("a trust key", () => {
  const key = "0123456789abcdef0123";

  test("is refused where it can be guessed", () => {
    expect(() => configureFromEnv({ CLEW_TRUST_KEY: "short" })).toThrow("it has 5 characters");
  });

  test("lets who has it continue a task from anywhere, and nobody else", () => {
    configureFromEnv({ CLEW_TRUST_KEY: key });
    const headers = sent({ to: "https://partner.example" });
    const signed = String(headers["x-eliot-task-signature"]);
    const mac = (id: string, by: string) => createHmac("sha256", by).update(id).digest("base64url");
    expect(signed).toBe(mac(String(headers["x-eliot-task-id"]), key));
    expect(sent({ to: "https://partner.example", trust: false })).not.toHaveProperty("x-eliot-task-id");
    const receive = (id: string, signature: string, options = {}) => {
      messages = [];
      const given = { "x-eliot-task-id": id, "x-eliot-task-signature": signature };
      startFrom(given, "receive", {}, { from: "10.1.2.3", ...options }).finish();
      return startOf("receive").task_uuid === id.split("@")[0];
    };
    expect(receive("signed-1@/2/3", mac("signed-1@/2/3", key))).toBe(true);
    expect(receive("signed-2@/2/3", mac("signed-1@/2/3", key))).toBe(false);
    expect(receive("signed-3@/2/3", mac("signed-3@/2/3", "another key altogether"))).toBe(false);
    expect(receive("signed-4@/2/3", "")).toBe(false);
    expect(receive("signed-5@/2/3", mac("signed-5@/2/3", key), { trust: false })).toBe(false);
  });

  afterEach(() => {
    hub.signTaskId = undefined;
  });
});

describe("startFrom(headers, type, fields)", () => {
  test("continues a trusted task id, and leaves the end to the caller", async () => {
    const headers = sent();
    const action = startFrom(headers, "receive", { queue: "orders" });
    expect(startOf("receive")).toMatchObject({ queue: "orders", task_uuid: startOf("send").task_uuid });
    expect(currentAction()).toBeUndefined();
    await action.run(async () => {
      await Promise.resolve();
      expect(currentAction()).toBe(action);
    });
    expect(messages.filter(({ action_type }) => action_type === "receive")).toHaveLength(1);
    action.finish();
    expect(messages.at(-1)).toMatchObject({ action_type: "receive", action_status: "succeeded" });
  });

  test("begins a task of the sender's trace where the sender is not trusted", () => {
    startFrom({ traceparent: TRACEPARENT, "x-eliot-task-id": STRANGER }, "receive", {}, { trust: false }).finish();
    expect(startOf("receive")).toMatchObject({
      clew_trace_id: "0af7651916cd43dd8448eb211c80319c",
      clew_parent_span_id: "b7ad6b7169203331",
      clew_follows_from: [STRANGER],
    });
  });
});

describe("requests and headers of the web", () => {
  test("carry the task from one to the other", async () => {
    const request = new Request("http://127.0.0.1/");
    withAction("send", () => serializeTo(request));
    expect(request.headers.get("x-eliot-task-id")).toContain("@/");
    await continueFrom(request, "receive", async () => {});
    continueFrom(
      new Request("http://127.0.0.1/", { headers: withAction("send", () => serializeTo(new Headers())) }),
      "again",
      () => {},
    );
    expect(startOf("receive").task_uuid).toBe(startOf("send").task_uuid);
    expect(
      messages.filter(({ action_type, action_status }) => action_type === "again" && action_status === "succeeded"),
    ).toHaveLength(1);
  });

  test("of Node's client are set before they are sent", () => {
    const headers = new Map<string, string>();
    const request = { setHeader: (name: string, value: string) => headers.set(name, value) };
    withAction("send", () => serializeTo(request));
    expect([...headers.keys()]).toEqual(["traceparent", "x-eliot-task-id"]);
  });
});
