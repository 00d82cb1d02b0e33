// A log that a page carries in itself, in an element that no browser executes. Its text is JSON, without the signs that
// could end the element, so that nothing that stands in a log can become a part of the page.

import type { LogPart, PlaceAnswer } from "../answers/index.js";

/** The id of the element. */
export const EMBEDDED_LOG_ID = "clew-log";

/** The answers about a log, as the text of JSON: nobody who opens the page waits for them. */
export interface EmbeddedAnswers {
  readonly why: string;
  readonly slow: string;
}

/** The log of which a part is in the page, with what the part alone could not tell. */
export interface EmbeddedPart extends LogPart {
  /** Where the failures of the chosen tasks began. */
  readonly origins: readonly (readonly [taskUuid: string, origin: PlaceAnswer])[];
}

/** A log of an exported page: its lines as they were written, or those in gzip in base64. */
export type EmbeddedLog = {
  readonly name: string;
  /** About the whole log, also where the page holds a part of it; a page without them works them out. */
  readonly answers?: EmbeddedAnswers;
  readonly part?: EmbeddedPart;
} & ({ readonly text: string } | { readonly gzip: string });

/** The log of an exported page, unpacked. */
export interface ReadLog {
  readonly name: string;
  readonly text: string;
  readonly answers?: EmbeddedAnswers;
  readonly part?: EmbeddedPart;
}

/** The text of the element. */
export function elementTextOf(log: EmbeddedLog): string {
  return JSON.stringify(log).replace(/[<>&\u2028\u2029]/g, escaped);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Reads it back, exactly as it was. */
export async function readEmbeddedLog(elementText: string): Promise<ReadLog> {
  const log = JSON.parse(elementText) as EmbeddedLog;
  const text = "text" in log ? log.text : await gunzipped(log.gzip);
  return {
    name: log.name,
    text,
    ...(log.answers !== undefined && { answers: log.answers }),
    ...(log.part !== undefined && { part: log.part }),
  };
}

async function gunzipped(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
