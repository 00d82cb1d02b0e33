/**
 * Secrets inside strings: `?token=abc` in URLs and forms, `"token":"abc"` in JSON, also where the JSON was quoted and
 * put into other JSON, or was cut off. The text around them stays as it is, digit by digit.
 */

/** What stands in the place of the value of a name, or `undefined` where it may be seen. */
export type Hide = (name: string) => string | undefined;

const IN_QUERY = /(^|[?&;#\s,"'(])([\w%.[\]+-]{1,200})=([^&#\s"'<>;,)\\]*)/g;
/** A quoted name and its colon; the backslashes before the quote say how often the JSON was quoted. */
const IN_JSON = /(\\*)"([^"\\]{1,200})\1"\s*:\s*/g;

export function hideInText(text: string, hide: Hide): string {
  const clean = text.includes("=") ? hideInQuery(text, hide) : text;
  return clean.includes('"') && clean.includes(":") ? hideInJson(clean, hide) : clean;
}

function hideInQuery(text: string, hide: Hide): string {
  return text.replace(IN_QUERY, (whole, before: string, name: string) => {
    const replacement = hide(decoded(name));
    return replacement === undefined ? whole : `${before}${name}=${replacement}`;
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function hideInJson(text: string, hide: Hide): string {
  let clean = "";
  let seen = 0;
  IN_JSON.lastIndex = 0;
  for (let match = IN_JSON.exec(text); match !== null; match = IN_JSON.exec(text)) {
    const [whole, slashes = "", name = ""] = match;
    const replacement = hide(name);
    if (replacement === undefined) {
      // The closing quote of a value may be the opening one of a name.
      IN_JSON.lastIndex = match.index + whole.length;
      continue;
    }
    const start = match.index + whole.length;
    clean += `${text.slice(seen, start)}${slashes}"${replacement}${slashes}"`;
    seen = endOfValue(text, start, `${slashes}"`);
    IN_JSON.lastIndex = seen;
  }
  return seen === 0 ? text : clean + text.slice(seen);
}

/** Where the JSON value ends that begins here; the text's end, if it was cut. */
function endOfValue(text: string, start: number, quote: string): number {
  let depth = 0;
  for (let i = start; i < text.length; ) {
    if (text.startsWith(quote, i)) {
      i = endOfString(text, i + quote.length, quote);
      if (depth === 0) return i;
      continue;
    }
    const character = text[i] as string;
    if (character === '"') return i;
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      if (depth === 0) return i;
      depth--;
      if (depth === 0) return i + 1;
    } else if (depth === 0 && /[\s,\\]/.test(character)) return i;
    i++;
  }
  return text.length;
}

/**
 * The place after the closing quote. JSON that was quoted n times writes a quote with 2 ** n - 1 backslashes; those of
 * the text itself come in multiples of twice as many and one, and a quote inside the text has one such half more.
 */
function endOfString(text: string, start: number, quote: string): number {
  for (let i = text.indexOf('"', start); i !== -1; i = text.indexOf('"', i + 1)) {
    let slashes = 0;
    while (i - slashes > start && text[i - 1 - slashes] === "\\") slashes++;
    // Fewer backslashes: the quote that ends the text around this one, which was cut.
    if (slashes < quote.length - 1) return i - slashes;
    if (slashes % (2 * quote.length) === quote.length - 1) return i + 1;
  }
  return text.length;
}
