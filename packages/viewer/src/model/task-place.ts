/** A place in a task, as `followsFrom` and reports write it: the id of an action, `uuid@/2`. */
export function parseTaskPlace(text: string): { readonly task: string; readonly at: string } | undefined {
  const found = /^([\w.:-]{1,200})@(\/|(?:\/[1-9][0-9]{0,15}){1,1000})$/.exec(text);
  return found === null ? undefined : { task: found[1] as string, at: found[2] as string };
}
