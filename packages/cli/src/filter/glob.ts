/**
 * Whether a text contains a pattern, or, where the pattern has `*` (any text) or `?` (any character), whether the
 * whole text fits it. Takes time in proportion to both lengths at worst; there is no pattern that hangs.
 */
export function fitsPattern(text: string, pattern: string): boolean {
  return /[*?]/.test(pattern) ? fitsGlob(text, pattern) : text.includes(pattern);
}

function fitsGlob(text: string, glob: string): boolean {
  let t = 0;
  let g = 0;
  // Where the last star was, and up to where in the text it reaches so far. Earlier stars need not be tried again.
  let star = -1;
  let reach = 0;
  while (t < text.length) {
    if (glob[g] === "*") {
      star = g++;
      reach = t;
    } else if (g < glob.length && (glob[g] === "?" || glob[g] === text[t])) {
      g++;
      t++;
    } else if (star !== -1) {
      g = star + 1;
      t = ++reach;
    } else return false;
  }
  while (glob[g] === "*") g++;
  return g === glob.length;
}
