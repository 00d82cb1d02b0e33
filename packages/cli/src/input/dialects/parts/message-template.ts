import type { JsonObject } from "../../json-object.js";

/** A template of https://messagetemplates.org with its values put in. */
export function rendered(template: string, values: JsonObject): string {
  return template.replace(/\{[@$]?(\w+)(?:,-?\d+)?(?::[^{}]*)?\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  });
}
