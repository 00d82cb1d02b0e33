/** The ways in which a text may stand in a line of JSON, in small letters: as it is, and escaped as writers escape it. */
export function spellings(text: string): string[] {
  const small = text.toLowerCase();
  const escaped = JSON.stringify(small).slice(1, -1);
  const ascii = escaped.replace(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return [...new Set([small, escaped, ascii])];
}
