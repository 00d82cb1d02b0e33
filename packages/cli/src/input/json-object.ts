/** An object that JSON gave. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted path: a key that has the dots itself, or keys of objects in objects. */
export function valueAt(value: JsonObject, path: string): unknown {
  if (Object.hasOwn(value, path)) return value[path];
  let found: unknown = value;
  for (let start = 0; ; ) {
    const dot = path.indexOf(".", start);
    const key = dot === -1 ? path.slice(start) : path.slice(start, dot);
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
    if (dot === -1) return found;
    start = dot + 1;
  }
}

export function textAt(value: JsonObject, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === "string" && found !== "" ? found : undefined;
}
