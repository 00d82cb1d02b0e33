import type { Wrapper } from "./wrapper.js";

const MOST_PREFIX = 300;

/** An object as a text in quotation marks: of JSON, of CSV (which doubles them), or of neither. */
export const quoted: Wrapper = {
  kind: "quoted",
  lines: "texts in quotation marks",
  example: '2026-01-02T03:04:05.006Z,"{""level"":30,…}"',
  isCertain: false,
  isGeneral: true,
  ofText: (text) => {
    const begin = text.indexOf('"{');
    const end = text.lastIndexOf('}"');
    if (begin === -1 || begin > MOST_PREFIX || end < begin) return undefined;
    const written = text.slice(begin + 1, end + 1);
    const inner = written.startsWith('{\\"')
      ? ofJson(written)
      : written.startsWith('{""')
        ? written.replaceAll('""', '"')
        : written;
    return inner === undefined ? undefined : { inner, source: { kind: "quoted" } };
  },
};

function ofJson(written: string): string | undefined {
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return undefined;
  }
}
