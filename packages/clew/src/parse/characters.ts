// What a byte may be in JSON.

/** The bytes that mean nothing but themselves in a string: all but controls, the quote and the backslash. */
export const PLAIN = new Uint8Array(256).fill(1, 32);
for (const character of '"\\') PLAIN[character.charCodeAt(0)] = 0;

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isHex(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

export function isEscape(code: number): boolean {
  return ESCAPES.includes(code);
}

/** What may follow a backslash: `"`, `/`, itself, and b, f, n, r, t. */
const ESCAPES: readonly number[] = [34, 47, 92, 98, 102, 110, 114, 116];
