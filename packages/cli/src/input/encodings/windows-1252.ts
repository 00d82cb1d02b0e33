// Lines that are no UTF-8, as programs of Windows and old ones write them: in windows-1252, which is ISO 8859-1 with signs
// where that has none. It is a guess, for no byte says so: only a line that cannot be UTF-8, damaged or not, is taken for it.

const FIRST_HIGH = 0x80;
/** The signs from 0x80 on that ISO 8859-1 has not; a space stands for a byte without one. Not every Node knows them. */
const SIGNS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
const HIGH = /[\x80-\x9f]/g;
const TAB = 9;
const RETURN = 13;
const NEWLINE = 10;
const ESCAPE = 27;
const SPACE = 32;

/** The text of a line, where it is of this encoding. */
export function textOfWindows1252(line: Buffer): string | undefined {
  for (let at = 0; at < line.length; at++) {
    const byte = line[at] as number;
    if (byte < SPACE && byte !== TAB && byte !== RETURN && byte !== NEWLINE && byte !== ESCAPE) return undefined;
    if (byte < FIRST_HIGH) continue;
    if (SIGNS[byte - FIRST_HIGH] === " " || isOfUtf8(line, at)) return undefined;
  }
  return line.toString("latin1").replace(HIGH, (sign) => SIGNS[sign.charCodeAt(0) - FIRST_HIGH] as string);
}

/** Whether a byte and the next one stand together in UTF-8 alone: the end of a line may have cut them apart. */
function isOfUtf8(line: Buffer, at: number): boolean {
  const byte = line[at] as number;
  const next = line[at + 1];
  const isLead = byte >= 0xc0 && byte <= 0xf7;
  return isLead && (next === undefined || next === NEWLINE || (next >= 0x80 && next <= 0xbf));
}
