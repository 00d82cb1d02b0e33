/** The index of the first item whose number is not below this one. */
export function lowerBound(items: readonly { readonly number: number }[], number: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] as { readonly number: number }).number < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
