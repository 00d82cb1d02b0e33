// Logs for the page, made anew for each test: the same text for the same arguments.

/** So many tasks of a small shop, one a second; every tenth fails in a payment. */
export function shopLog(count: number): string {
  return Array.from({ length: count }, (_, i) => orderLines(i, i % 10 === 3)).join("");
}

export function orderLines(number: number, fails: boolean): string {
  const task_uuid = uuidOf(number);
  const start = 1_795_375_000 + number;
  const took = 0.05 + (number % 7) / 100;
  const lines: object[] = [
    { task_level: [1], timestamp: start, action_type: "order.place", action_status: "started", order: number },
    { task_level: [2, 1], timestamp: start, action_type: "stock.reserve", action_status: "started", item: "thread" },
    { task_level: [2, 2], timestamp: start + 0.01, action_type: "stock.reserve", action_status: "succeeded" },
    { task_level: [3, 1], timestamp: start + 0.01, action_type: "payment", action_status: "started", card: "visa" },
    { task_level: [3, 2], timestamp: start + 0.02, message_type: "card-checked", last_digits: String(1000 + number) },
    fails
      ? {
          task_level: [3, 3],
          timestamp: start + took,
          action_type: "payment",
          action_status: "failed",
          exception: "CardDeclined",
          reason: "the bank said no",
        }
      : { task_level: [3, 3], timestamp: start + took, action_type: "payment", action_status: "succeeded" },
    {
      task_level: [4],
      timestamp: start + took,
      action_type: "order.place",
      action_status: fails ? "failed" : "succeeded",
      ...(fails && { exception: "CardDeclined", reason: "the bank said no" }),
    },
  ];
  return lines.map((line) => `${JSON.stringify({ task_uuid, ...line })}\n`).join("");
}

/** So many tasks whose first attempt fails and is handled; the second of the last one fails too, and the task with it. */
export function retriedLog(count: number): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const start = 1_795_375_000 + i * 10;
    const isLast = i === count - 1;
    const line = (task_level: number[], after: number, action_type: string, action_status: string, more = {}) =>
      `${JSON.stringify({ task_uuid: uuidOf(i), task_level, timestamp: start + after, action_type, action_status, ...more })}\n`;
    const failed = (exception: string) => ({ exception, reason: "no answer" });
    return [
      line([1], 0, "fetch", "started"),
      line([2, 1], 1, "first-attempt", "started"),
      line([2, 2], 2, "first-attempt", "failed", failed("Refused")),
      line([3, 1], 3, "second-attempt", "started"),
      line([3, 2], 4, "second-attempt", isLast ? "failed" : "succeeded", isLast ? failed("Gone") : {}),
      line([4], 5, "fetch", isLast ? "failed" : "succeeded", isLast ? failed("Unreachable") : {}),
    ];
  });
  return lines.flat().join("");
}

export function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

const SCRIPT = "globalThis.executed = true; alert(1)";

/** What somebody would write into a log who wants its reader's browser. */
const HOSTILE_TEXTS: readonly string[] = [
  `</script><script>${SCRIPT}</script>`,
  `<img src=x onerror="${SCRIPT}"><svg onload="${SCRIPT}">`,
  `"><iframe src="http://evil.test/frame"></iframe><link rel=stylesheet href=http://evil.test/a.css>`,
  `javascript:${SCRIPT}`,
  `http://evil.test/?${"x".repeat(50)}`,
  `{{constructor.constructor("${SCRIPT}")()}}`,
  "<!--<script>",
  "\u001b[31mred\u001b]8;;http://evil.test\u0007link\u001b]8;;\u0007",
  "\u202eevil\u2066\u200b\u0000\u0085\u2028",
  "a".repeat(300_000),
];

/** Each of them as a type, a field's name, a value, an id, an exception and a reason. */
export function hostileLog(): string {
  const lines = HOSTILE_TEXTS.flatMap((text, i) => {
    const task_uuid = `${text.slice(0, 200)}${i}`;
    const start = 1_795_375_000 + i;
    const place = (task_level: number[], more: object) => ({ task_uuid, task_level, timestamp: start, ...more });
    return [
      place([1], {
        action_type: text,
        action_status: "started",
        [text.slice(0, 1000)]: text,
        deep: { [text]: [text] },
      }),
      place([2], { message_type: text, href: text, url: text, __proto__: { polluted: text } }),
      place([3], { action_type: text, action_status: "failed", exception: text, reason: text }),
    ].map((line) => JSON.stringify(line));
  });
  return `${lines.join("\n")}\n{"task_uuid":"half","task_level":[1],"timestamp":1795375020,"message_type":"\\udfff","n":1e999,"half":"\\ud800"}\n${HOSTILE_TEXTS[0]}\n`;
}

/**
 * So many orders, one a second: those to the islands, a fifth, wait for the customs; those with one coupon, a tenth,
 * fail in their price; and with `lateFails` the payments of the second half fail too. The numbers begin at `first`.
 */
export function islandLog(count: number, { lateFails = false, first = 0 } = {}): string {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const [region, coupon] = [i % 5 === 0 ? "islands" : "north", i % 10 === 3 ? "SPRING" : "NONE"];
    const start = 1_795_375_000 + first + i;
    const line = (task_level: number[], after: number, action_type: string, action_status: string, more: object = {}) =>
      lines.push(
        `${JSON.stringify({ task_uuid: uuidOf(first + i), task_level, timestamp: start + after, action_type, action_status, ...more })}\n`,
      );
    const wait = region === "islands" ? 0.4 + (i % 11) / 50 : 0.01;
    const error = { exception: "TypeError", reason: "no number" };
    const declined = { exception: "Declined", reason: "the bank said no" };
    const [failsPrice, failsPay] = [coupon === "SPRING", lateFails && i >= count / 2 && i % 2 === 0];
    const end = failsPrice ? error : declined;
    line([1], 0, "order", "started", { region, coupon, number: first + i });
    line([2, 1], 0, "price", "started");
    if (region === "islands") {
      line([2, 2, 1], 0.001, "customs", "started");
      line([2, 2, 2], wait, "customs", "succeeded");
    }
    line([2, 3], wait + 0.001, "price", failsPrice ? "failed" : "succeeded", failsPrice ? error : {});
    if (!failsPrice) {
      line([3, 1], wait + 0.001, "pay", "started");
      line([3, 2], wait + 0.004, "pay", failsPay ? "failed" : "succeeded", failsPay ? declined : {});
    }
    const fails = failsPrice || failsPay;
    line([4], wait + 0.005 + (i % 7) / 1000, "order", fails ? "failed" : "succeeded", fails ? end : {});
  }
  return lines.join("");
}

/** A task with a scope whose deadline stopped a child. */
export function stoppedLog(): string {
  const task_uuid = uuidOf(0);
  const at = (task_level: number[], after: number, more: object) =>
    `${JSON.stringify({ task_uuid, task_level, timestamp: 1_795_375_000 + after, ...more })}\n`;
  return [
    at([1], 0, { action_type: "job", action_status: "started" }),
    at([2, 1], 0, { action_type: "clew:scope", action_status: "started", clew_kind: "scope" }),
    at([2, 2, 1], 0, {
      action_type: "fetch",
      action_status: "started",
      clew_kind: "child",
      clew_scope: `${task_uuid}@/2`,
    }),
    at([2, 3], 1, { message_type: "clew:deadline" }),
    at([2, 2, 2], 1.1, {
      action_type: "fetch",
      action_status: "failed",
      exception: "Cancelled",
      reason: "time was up",
      clew_cancel_source: "deadline",
      clew_cancelled_by: `${task_uuid}@/2/3`,
    }),
    at([2, 4], 1.2, { action_type: "clew:scope", action_status: "failed", exception: "TimeoutError", reason: "1 s" }),
    at([3], 1.3, { action_type: "job", action_status: "failed", exception: "TimeoutError", reason: "1 s" }),
  ].join("");
}
