/**
 * Secrets inside strings, in the grammars that requests, commands and their logs are written in: `?token=abc` in URLs,
 * forms and cookies; `"token":"abc"` in JSON, also where the JSON was quoted and put into other JSON, or was cut off;
 * `Token: abc` as a line of a header, an argument of curl, or a pair in YAML and in what people write; the password of
 * `user:password@host`. The text around them stays as it is, digit by digit.
 */

/** What stands in the place of the value of a name, or `undefined` where it may be seen. */
export type Hide = (name: string) => string | undefined;

const IN_QUERY = /(^|[?&;#\s,"'(])([\w%.[\]+-]{1,200})=((?:(?:Bearer|Basic|Digest|Token) )?[^&#\s"'<>;,)\\]+)/g;
/** The same in a URL or form that was encoded, once or more often, to be a value in another. */
const IN_ENCODED =
  /(^|%(?:25)*(?:3F|26|23|3B|20|22)|[?&;\s])([\w.-]{1,200})(%(?:25)*3D)((?:(?!%(?:25)*(?:26|23|3B|20|22))[^&\s"'<>])+)/gi;
/**
 * A name and a value in quotes, as in SQL, TOML, attributes, the languages' own literals: `name = 'value'`,
 * `'name' => "value"`. The quotes stay.
 */
const QUOTED =
  /(^|[\s({[,;<?&])(:?['"`]?)([A-Za-z_][\w.-]{0,200})(['"`]?[ \t]*(?:=>|:=|[=:])[ \t]*)("(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|`[^`]*`)/g;
/** What an authorization says after its scheme, wherever it stands. */
const SCHEME = /\b(Bearer|Basic)([ \t]+)(?=[^\s"']*[A-Z0-9])[A-Za-z0-9._~+/=-]{8,}/g;
/** A user and a password for curl. */
const CURL_USER = /(\s(?:-u|-U|--user|--proxy-user)[ =]+['"]?[^\s:'"]{1,200}:)[^\s'"]+/g;
/** A quoted name and its colon; the backslashes before the quote say how often the JSON was quoted. */
const IN_JSON = /(\\*)"([^"\\]{1,200})\1"\s*:\s*/g;

/**
 * The other grammars, each as what stands before the name, the name, what stands between, and the value. All are bounded,
 * and none looks back over what it may look ahead over.
 */
const GRAMMARS: readonly RegExp[] = [
  // A setting of an ini file.
  /(^|[\r\n])([ \t]*)([A-Za-z_][\w.-]{0,200})([ \t]+=[ \t]*)([^\s"'`][^\r\n]*)/g,
  // A pair, `["name","value"]`, and `{"name":"…","value":"…"}`, in JSON, also where that was quoted.
  /(\[\s*)(\\*")([^"\\]{1,200})(\\*"\s*,\s*\\*")([^"\\]+)(?=\\*"\s*\])/g,
  /("(?:name|key)\\*"\s*:\s*)(\\*")([^"\\]{1,200})(\\*"\s*,\s*\\*"value\\*"\s*:\s*\\*")([^"\\]+)/gi,
  // A line of a request's head, of YAML, of what people write: the value is the rest of the line.
  /(^|[\r\n])([ \t]*(?:- )?)([A-Za-z_][\w.-]{0,200})([ \t]*:[ \t]*)([^\r\n]+)/g,
  // The same in a text that was quoted as JSON, in which a line break is two characters.
  /(\\[rn])()([A-Za-z_][\w.-]{0,200})([ \t]*:[ \t]*)([^"\\\r\n]+)/g,
  // A quoted argument, as of `curl -H`.
  /(['"])()([A-Za-z_][\w.-]{0,200})([ \t]*:[ \t]*)((?:(?!\1)[^\\\r\n])+)/g,
  // A pair within a sentence or within what Node's inspect gives: the value is a word, with the scheme of an authorization.
  /([\s({[,;])()([A-Za-z_][\w.-]{0,200})([ \t]*:[ \t]*)('[^'\r\n]*'|(?:(?:Bearer|Basic|Digest|Token|ApiKey) )?[^\s"'\\,;){}[\]]+)/gi,
  // An option of a command.
  /(^|\s)(--?)([A-Za-z_][\w.-]{0,200})([ \t]+)([^\s"'\\-][^\s"'\\]*)/g,
  // An element of XML.
  /(<)()([A-Za-z_][\w.-]{0,200})((?:\s[^<>]{0,500})?>)([^<]+)(?=<\/)/g,
  /(<)()([A-Za-z_][\w.-]{0,200})((?:\s[^<>]{0,500})?>\s*<!\[CDATA\[)((?:[^\]]|\](?!\]>))+)/g,
  // A part of a form.
  /(;[ \t]*name=")()([^"\r\n]{1,200})("[^\r\n]*(?:\r?\n[^\r\n]+)*(?:\r?\n){2})([^\r\n]+)/g,
];
/** The user info of a URL: its password is a secret whatever its name. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#@:"'\\]{0,200}:)([^\s/?#@"'\\]{1,500})@/gi;

/** Hides the secrets in a text; the password of a URL by `always`, whatever is asked for. */
export function hideInText(text: string, hide: Hide, always: string): string {
  let clean = /['"`]/.test(text) ? hideInQuotes(text, hide) : text;
  if (clean.includes("=")) clean = hideInQuery(clean, hide);
  if (/%3D/i.test(clean) || clean.includes("%25")) clean = hideInEncoded(clean, hide);
  if (clean.includes("B")) clean = hideSchemes(clean, hide);
  if (clean.includes("curl")) clean = clean.replace(CURL_USER, `$1${always.replaceAll("$", "$$$$")}`);
  if (clean.includes('"') && clean.includes(":")) clean = hideInJson(clean, hide);
  if (clean.includes("://") && clean.includes("@"))
    clean = clean.replace(USER_INFO, `$1${always.replaceAll("$", "$$$$")}@`);
  if (!/[:<>=[-]/.test(clean)) return clean;
  for (const grammar of GRAMMARS) clean = hideIn(grammar, clean, hide);
  return clean;
}

function hideIn(grammar: RegExp, text: string, hide: Hide): string {
  return text.replace(grammar, (whole: string, ...groups: unknown[]) => {
    const [before, space, name, between] = groups as string[];
    const [at, all] = groups.slice(5) as [number, string];
    const replacement = hide(name as string);
    const head = `${before}${space}${name}${between}`;
    // Another grammar may have hidden it.
    if (replacement === undefined || all.startsWith(replacement, at + head.length)) return whole;
    return head + replacement;
  });
}

function hideInQuery(text: string, hide: Hide): string {
  return text.replace(IN_QUERY, (whole, before: string, name: string, value: string) => {
    const replacement = hideNested(decoded(name), hide);
    // Another grammar may have hidden it.
    return replacement === undefined || value.startsWith(replacement) ? whole : `${before}${name}=${replacement}`;
  });
}

/** A form's name may be a path, `user[password]`: its end counts too. */
function hideNested(name: string, hide: Hide): string | undefined {
  const end = /[[.]([^[\].]+)\]?$/.exec(name)?.[1];
  return hide(name) ?? (end === undefined ? undefined : hide(end));
}

function hideInEncoded(text: string, hide: Hide): string {
  return text.replace(IN_ENCODED, (whole, before: string, name: string, equals: string) => {
    const replacement = hide(name);
    return replacement === undefined ? whole : `${before}${name}${equals}${replacement}`;
  });
}

function hideInQuotes(text: string, hide: Hide): string {
  return text.replace(QUOTED, (whole, before: string, open: string, name: string, between: string, value: string) => {
    const replacement = hide(name);
    const quote = value[0];
    return replacement === undefined ? whole : `${before}${open}${name}${between}${quote}${replacement}${quote}`;
  });
}

function hideSchemes(text: string, hide: Hide): string {
  const replacement = hide("authorization");
  return replacement === undefined
    ? text
    : text.replace(SCHEME, (_, scheme, space) => `${scheme}${space}${replacement}`);
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
