// The signs of JSON as bytes.

export const NEWLINE = 10;
export const SPACE = 32;
export const QUOTE = 34;
export const COMMA = 44;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

export function isSpace(code: number): boolean {
  return code === SPACE || (code >= 9 && code <= 13);
}

/** The place of the first sign that is no space, behind a byte order mark at the beginning. */
export function firstSign(bytes: Buffer, from: number): number {
  let at = from;
  if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
  while (at < bytes.length && isSpace(bytes[at] as number)) at++;
  return at;
}
