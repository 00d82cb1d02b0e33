import { Parser, parseLine, type TaskTree, type WrittenNode } from "clew/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFilter, compileQueries, FilterError, findNodes, readMoment } from "./index.js";

const LOG = [
  '{"task_uuid":"t1","task_level":[1],"timestamp":100,"action_type":"request","action_status":"started","path":"/orders","size":3}',
  '{"task_uuid":"t1","task_level":[2],"timestamp":101,"message_type":"note","user":{"id":17,"tags":["new","vip"]},"a.b":"dotted"}',
  '{"task_uuid":"t1","task_level":[3,1],"timestamp":102,"action_type":"db","action_status":"started","status":"mine"}',
  '{"task_uuid":"t1","task_level":[3,2],"timestamp":102.25,"action_type":"db","action_status":"failed","exception":"E","reason":"no rows"}',
  '{"task_uuid":"t1","task_level":[4],"timestamp":103,"action_type":"request","action_status":"succeeded","code":200,"big":12345678901234567890}',
];

function tree(): TaskTree {
  const parser = new Parser();
  for (const line of LOG) {
    const parsed = parseLine(line);
    if (parsed.ok) parser.add(parsed.message);
  }
  return parser.end()[0] as TaskTree;
}

const name = (node: WrittenNode) => (node.kind === "message" ? node.messageType : node.actionType);

function found(filter: string): (string | undefined)[] {
  const fits = compileFilter(filter, () => 200);
  const { root } = tree();
  const nodes = root.kind === "message" ? [root] : [root, ...root.children];
  return nodes.filter(fits).map(name);
}

describe("compileFilter(expression)", () => {
  test.each<[filter: string, names: string[]]>([
    ["type=note", ["note"]],
    ["type!=note", ["request", "db"]],
    ["status=failed", ["db"]],
    ["fields.status=mine", ["db"]],
    ["duration>250ms", ["request"]],
    ["duration>=250ms", ["request", "db"]],
    ["duration<1s", ["db"]],
    ["code=200", ["request"]],
    ["code!=404", ["request"]],
    ["not code=404", ["request", "note", "db"]],
    ["size>2 size<=3", ["request"]],
    ["user.id=17", ["note"]],
    ["user.tags=vip", ["note"]],
    ["a.b=dotted", ["note"]],
    ['"a.b"~dot', ["note"]],
    ["path~order", ["request"]],
    ["path~/*s", ["request"]],
    ["path~/o?ders", ["request"]],
    ["path~*x*", []],
    ['reason="no rows"', ["db"]],
    ["exception=E and type=db", ["db"]],
    ["type=note or type=db", ["note", "db"]],
    ["type=note or type=db status=failed", ["note", "db"]],
    ["(type=note or type=db) status=failed", ["db"]],
    ["not (type=note or type=db)", ["request"]],
    ["not type=note type!=db", ["request"]],
    ["time>='99s ago' time<'98s ago'", ["note"]],
    ["time>'100s ago'", ["note", "db"]],
    ["task=t1", ["request", "note", "db"]],
    ["big=12345678901234567890", ["request"]],
    ["path=/orders?a=b", []],
    ["missing=1", []],
    ["ORDERS", ["request"]],
    ["nowhere", []],
    ["type not db", []],
    ["note or db", ["note", "db"]],
    ["__proto__=1", []],
  ])("finds with %s", (filter, names) => expect(found(filter)).toEqual(names));

  test.each<[filter: string, says: string]>([
    ["", "character 1: a field is missing"],
    ["type=", "character 6: a value is missing"],
    ["type=a or", "character 10: a field is missing"],
    ["(type=a", "character 1: a bracket that is not closed"],
    ["type=a)", "character 7: a closing bracket without an opening one"],
    ["type='a", "character 6: a quotation mark that is not closed"],
    ["duration>soon", "character 10: a duration should stand here"],
    ["time<yesterday", "character 6: a time should stand here"],
  ])("refuses %s and points at the place", (filter, says) => {
    expect(() => compileFilter(filter)).toThrow(FilterError);
    expect(() => compileFilter(filter)).toThrow(says);
  });

  test("gives a test or a FilterError for any text", { timeout: 60_000 }, () => {
    const piece = fc.constantFrom(
      "a",
      "=",
      "!=",
      "~",
      "*",
      "(",
      ")",
      "not ",
      " or ",
      " and ",
      "'",
      '"',
      "\\",
      " ",
      "1s",
      ">",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          expect(typeof compileFilter(pieces.join(""))(tree().root)).toBe("boolean");
        } catch (error) {
          expect(error).toBeInstanceOf(FilterError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("does not hang on a pattern made to hang", () => {
    const fits = compileFilter(`x~${"*a".repeat(2_000)}*b`);
    const line = parseLine(`{"task_uuid":"t","task_level":[1],"timestamp":1,"x":"${"a".repeat(100_000)}"}`);
    const parser = new Parser();
    if (line.ok) parser.add(line.message);
    const started = performance.now();
    expect(fits((parser.end()[0] as TaskTree).root)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("findNodes(choice)", () => {
  const names = async (choice: Parameters<typeof findNodes>[0]) =>
    [...((await findNodes(choice))?.(tree()).shown ?? [])].map(name);

  test("keeps what lies above a match", async () => {
    expect(await names({ filter: "type=db" })).toEqual(["db", "request"]);
  });

  test("selects by JMESPath, all queries together", async () => {
    expect(await names({ select: ["user.id == `17`"] })).toEqual(["note", "request"]);
    expect(await names({ select: ["action_type == 'request'", "reason"] })).toEqual([]);
    expect(await names({ select: ["exception", "contains(reason, 'rows')"] })).toEqual(["db", "request"]);
  });

  test("selects by time", async () => {
    expect(await names({ since: 101, until: 102 })).toEqual(["note", "request"]);
  });

  test("refuses a query that it cannot read", async () => {
    await expect(findNodes({ select: ["a ==="] })).rejects.toThrow(FilterError);
  });

  test("stops a query that never ends", async () => {
    const query = await compileQueries([`${"[@,@][]|".repeat(40)}@`], 200);
    expect(() => query(tree())).toThrow("took longer than 0.2 seconds");
  });
});

describe("readMoment(text)", () => {
  test.each<[text: string, seconds: number | undefined]>([
    ["2026-11-22", 1795305600],
    ["2026-11-22T19:23:54Z", 1795375434],
    ["2026-11-22 19:23:54.441364", 1795375434.441364],
    ["2026-11-22T20:23+01:00", 1795375380],
    ["1795375434.5", 1795375434.5],
    ["10m ago", 400],
    ["2026-13-45", undefined],
    ["soon", undefined],
  ])("reads %s", (text, seconds) => expect(readMoment(text, 1000)).toBe(seconds));
});
