// Which child of one action is which of its counterpart's: first those that are alike down to the leaves, then those that
// begin alike, then those of one type that share most of their fields, in order.

import { fieldValues, isSpan, type Span, type SpanItem, spansOf, valueKey } from "../task/index.js";
import { valuesOf } from "./volatile-fields.js";
import { Waiting } from "./waiting.js";

export interface ItemPair {
  readonly a: SpanItem | undefined;
  readonly b: SpanItem | undefined;
}

/** Pairs the items of two actions, in the order of a, with what only b has where it stands in b. */
export function pairItems(a: Span, b: Span, volatile: ReadonlySet<string>, signatures: Signatures): ItemPair[] {
  const partners = new Map<SpanItem, SpanItem>();
  const taken = new Set<SpanItem>();
  const pairBy = (key: (item: SpanItem) => string) => {
    const waiting = new Waiting<SpanItem>();
    for (const item of b.items) if (!taken.has(item)) waiting.add(key(item), item);
    for (const item of a.items) {
      if (partners.has(item)) continue;
      const partner = waiting.take(key(item));
      if (partner === undefined) continue;
      partners.set(item, partner);
      taken.add(partner);
    }
  };
  pairBy((item) => signatures.whole(item));
  pairBy((item) => startKey(item, volatile));
  pairMostAlike(a, b, volatile, partners, taken);
  return merge(a, b, partners, taken);
}

function typeKey(item: SpanItem): string {
  return isSpan(item) ? `action ${item.path.type}` : `message ${item.message.messageType ?? ""}`;
}

function startKey(item: SpanItem, volatile: ReadonlySet<string>): string {
  const values = isSpan(item) ? fieldValues(item.action.startFields, item.path.type) : valuesOf(item);
  return `${typeKey(item)}\n${stable(values, volatile)}`;
}

function stable(values: Map<string, unknown>, volatile: ReadonlySet<string>): string {
  const parts: string[] = [];
  for (const [name, value] of values) if (!volatile.has(name)) parts.push(`${name}=${valueKey(value)}`);
  return parts.sort().join("\n");
}

/** Items of one type of which it is looked which is most alike; in an action with more the next ones in order are. */
const MOST_COMPARED = 50;

function pairMostAlike(
  a: Span,
  b: Span,
  volatile: ReadonlySet<string>,
  partners: Map<SpanItem, SpanItem>,
  taken: Set<SpanItem>,
): void {
  const left = new Map<string, SpanItem[]>();
  for (const item of b.items) {
    if (taken.has(item)) continue;
    const known = left.get(typeKey(item));
    if (known === undefined) left.set(typeKey(item), [item]);
    else known.push(item);
  }
  const begun = new Map<string, number>();
  for (const item of a.items) {
    if (partners.has(item)) continue;
    const key = typeKey(item);
    const others = left.get(key);
    if (others === undefined) continue;
    let from = begun.get(key) ?? 0;
    while (from < others.length && taken.has(others[from] as SpanItem)) from++;
    begun.set(key, from);
    let best: SpanItem | undefined;
    let most = -1;
    let compared = 0;
    for (let k = from; k < others.length && compared < MOST_COMPARED; k++) {
      const other = others[k] as SpanItem;
      if (taken.has(other)) continue;
      compared++;
      const alike = sharedFields(item, other, volatile);
      if (alike > most) {
        most = alike;
        best = other;
      }
    }
    if (best === undefined) continue;
    partners.set(item, best);
    taken.add(best);
  }
}

function sharedFields(a: SpanItem, b: SpanItem, volatile: ReadonlySet<string>): number {
  const other = valuesOf(b);
  let shared = 0;
  for (const [name, value] of valuesOf(a)) {
    if (!volatile.has(name) && other.has(name) && valueKey(other.get(name)) === valueKey(value)) shared++;
  }
  return shared;
}

function merge(a: Span, b: Span, partners: Map<SpanItem, SpanItem>, taken: Set<SpanItem>): ItemPair[] {
  // What only b has stands after the last of those before it that have a partner: at the place of that one in a.
  const placeOfPartner = new Map<SpanItem, number>();
  a.items.forEach((item, place) => {
    const partner = partners.get(item);
    if (partner !== undefined) placeOfPartner.set(partner, place);
  });
  const extra = new Map<number, SpanItem[]>();
  let place = -1;
  for (const item of b.items) {
    if (taken.has(item)) {
      place = Math.max(place, placeOfPartner.get(item) ?? -1);
      continue;
    }
    const known = extra.get(place);
    if (known === undefined) extra.set(place, [item]);
    else known.push(item);
  }
  const onlyB = (at: number) => (extra.get(at) ?? []).map((item): ItemPair => ({ a: undefined, b: item }));
  return [...onlyB(-1), ...a.items.flatMap((item, at) => [{ a: item, b: partners.get(item) }, ...onlyB(at)])];
}

/** What an item and all below it say, as one text each, made once. */
export class Signatures {
  readonly #volatile: ReadonlySet<string>;
  readonly #texts = new Map<SpanItem, string>();

  constructor(volatile: ReadonlySet<string>) {
    this.#volatile = volatile;
  }

  whole(item: SpanItem): string {
    const known = this.#texts.get(item);
    if (known !== undefined) return known;
    // The deepest first, so that what lies below is known when it is asked for.
    if (isSpan(item)) for (const span of [...spansOf(item)].reverse()) this.#sign(span);
    else this.#sign(item);
    return this.#texts.get(item) as string;
  }

  #sign(item: SpanItem): void {
    if (this.#texts.has(item)) return;
    const status = isSpan(item) ? item.action.status : "";
    let text = `${typeKey(item)} ${status}\n${stable(valuesOf(item), this.#volatile)}`;
    if (isSpan(item))
      text += `{${item.items
        .map((inner) => this.whole(inner))
        .sort()
        .join("\n")}}`;
    this.#texts.set(item, text.length > 200 ? hash(text) : text);
  }
}

/** Two 32-bit FNV hashes of a text; signatures are compared, never read. */
function hash(text: string): string {
  let one = 0x811c9dc5;
  let two = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193);
    two = Math.imul(two ^ text.charCodeAt(i), 0x85ebca6b) + i;
  }
  return `${(one >>> 0).toString(36)}-${(two >>> 0).toString(36)}-${text.length}`;
}
