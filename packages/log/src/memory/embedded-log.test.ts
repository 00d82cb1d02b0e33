import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { elementTextOf, readEmbeddedLog } from "./index.js";

const HOSTILE = [
  "</script><script>alert(1)</script>",
  "<!--<script>",
  "]]>&lt;&amp;\u2028\u2029",
  "half of a pair: \ud800, and \\u003c as it was written",
  "\u0000\u001b[31m\r\n\ufeff",
].join("\n");

const answers = { why: '{"</script>":1}', slow: "{}" };

describe("elementTextOf(log)", () => {
  test("holds nothing that could end or change the element that it stands in", () => {
    const text = elementTextOf({ name: "</script>.log", text: HOSTILE, answers });
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
  });

  test("is read back exactly as it was", async () => {
    const log = { name: "</script>.log", text: HOSTILE, answers };
    expect(await readEmbeddedLog(elementTextOf(log))).toEqual(log);
  });

  test("is read back exactly where it is compressed", async () => {
    const text = '{"a": "é \u2028 </script>"}\n'.repeat(20_000);
    const log = { name: "a.log", gzip: gzipSync(text).toString("base64"), answers };
    expect(await readEmbeddedLog(elementTextOf(log))).toEqual({ name: "a.log", text, answers });
  });
});
