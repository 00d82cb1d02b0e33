/**
 * A uuid that is made of a line and its number: read again, a log gives the same tasks again. Two lanes of 32 bits each,
 * mixed at the end; it protects against chance and nothing else.
 */
export function lineUuid(text: string, line: number): string {
  let a = 0xdeadbeef ^ line;
  let b = 0x41c6ce57 ^ Math.imul(line, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  const first = mixed(a ^ (b >>> 15));
  const second = mixed(b ^ (a >>> 13));
  const third = mixed(first ^ Math.imul(second, 0x85ebca6b));
  const hex = `${word(first)}${word(second)}${word(third)}${word(mixed(third ^ line ^ text.length))}`;
  // Version 8: made in a way of one's own (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 2246822507);
  x = Math.imul(x ^ (x >>> 13), 3266489909);
  return (x ^ (x >>> 16)) >>> 0;
}

function word(value: number): string {
  return value.toString(16).padStart(8, "0");
}
