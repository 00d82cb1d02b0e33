// A log that a page carries in itself, in an element that no browser executes. Its text is JSON, without the signs that
// could end the element, so that nothing that stands in a log can become a part of the page.

/** The id of the element. */
export const EMBEDDED_LOG_ID = "clew-log";

/** A log of an exported page: its lines as they were written, or those in gzip in base64. */
export type EmbeddedLog =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly gzip: string };

/** The text of the element. */
export function elementTextOf(log: EmbeddedLog): string {
  return JSON.stringify(log).replace(/[<>&\u2028\u2029]/g, escaped);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Reads it back, exactly as it was. */
export async function readEmbeddedLog(elementText: string): Promise<{ readonly name: string; readonly text: string }> {
  const log = JSON.parse(elementText) as EmbeddedLog;
  return { name: log.name, text: "text" in log ? log.text : await gunzipped(log.gzip) };
}

async function gunzipped(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
