// Values of the database as values of JavaScript: plain data, without loss.

import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { parseLine } from "clew/parse";

/** Gives the value of a column as null, boolean, number, bigint, string, list or object. */
export function queryValue(value: DuckDBValue, type: DuckDBType): unknown {
  if (typeof value === "string" && type.alias === "JSON") return decoded(value);
  return plain(value);
}

function plain(value: DuckDBValue): unknown {
  if (value === null || typeof value !== "object") {
    return typeof value === "bigint" && isSafe(value) ? Number(value) : value;
  }
  if ("items" in value) return value.items.map(plain);
  if ("scale" in value) return decimal(String(value));
  if ("entries" in value) {
    if (Array.isArray(value.entries))
      return value.entries.map((entry) => ({ key: plain(entry.key), value: plain(entry.value) }));
    return Object.fromEntries(Object.entries(value.entries).map(([key, member]) => [key, plain(member)]));
  }
  return String(value);
}

function isSafe(value: bigint): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
}

/** As a number where that has the same digits. */
function decimal(text: string): number | string {
  const number = Number(text);
  return number.toFixed(text.split(".")[1]?.length ?? 0) === text && text.length <= 17 ? number : text;
}

/** JSON with all digits of its integers: the parser of logs keeps them, and is shown the text as a message's field. */
function decoded(text: string): unknown {
  const parsed = parseLine(`{"task_uuid":"-","task_level":[1],"timestamp":0,"value":${text}}`);
  return parsed.ok ? parsed.message.value : text;
}
