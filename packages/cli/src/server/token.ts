// Keys of those who may ask. The token of a run stands in the address that is printed; the page changes it for a cookie, which scripts
// cannot read and other sites cannot send. Another user of the machine who finds the port has neither.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { ViewError } from "./view-error.js";

/** 256 bits, as 43 signs that an address carries as they are. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** 22 signs of this alphabet are 128 bits and more. */
const STRONG = /^[\w-]{22,256}$/;

/** True for a token that nobody guesses. */
export function isStrongToken(token: string): boolean {
  return STRONG.test(token);
}

/** A token that somebody chose. Throws a `ViewError` where it could be guessed. */
export function chosenToken(token: string): string {
  if (isStrongToken(token)) return token;
  throw new ViewError(
    "CLEW_VIEW_WEAK_TOKEN",
    "Cannot use the token in CLEW_VIEW_TOKEN: it must be 22 or more letters, digits, - or _, and hard to guess; " +
      "openssl rand -hex 16 makes one",
  );
}

/** The token of a run. What is compared with it tells nobody by its time how much of it was right. */
export class Pass {
  readonly #token: string;
  readonly #digest: Buffer;
  #ticket: Buffer | undefined;

  constructor(token: string) {
    this.#token = token;
    this.#digest = digestOf(token);
  }

  isToken(text: string): boolean {
    return timingSafeEqual(digestOf(text), this.#digest);
  }

  /** A token that is good once: other users of the machine can read with what arguments a browser was started. */
  issueTicket(): string {
    const ticket = newToken();
    this.#ticket = digestOf(ticket);
    return ticket;
  }

  /** True for the ticket, the first time only: it is used up by that. */
  redeem(text: string): boolean {
    if (this.#ticket === undefined || !timingSafeEqual(digestOf(text), this.#ticket)) return false;
    this.#ticket = undefined;
    return true;
  }

  /** Cookies know no ports: each run has a name of its own, so that two pages do not shut each other out. */
  setCookie(port: number): string {
    return `${cookieName(port)}=${this.#token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** True where the header `Cookie` of a request holds it. */
  isInCookies(header: string | undefined, port: number): boolean {
    const start = `${cookieName(port)}=`;
    const values = (header ?? "").split(/; */).filter((pair) => pair.startsWith(start));
    return values.some((pair) => this.isToken(pair.slice(start.length)));
  }
}

function cookieName(port: number): string {
  return `clew-${port}`;
}

/** Equally long for all texts, as a comparison in constant time needs. */
function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
