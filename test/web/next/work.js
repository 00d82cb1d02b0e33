/** What each request does, as in app.mjs: some fail, and some are so slow that their client goes away. */
export async function work(id) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (id % 10 === 3) throw new RangeError(`sold out ${id}`);
  if (id % 10 === 7) await new Promise((resolve) => setTimeout(resolve, 400));
  return { id };
}
