/** The text of a file that runs in a thread, with all that it imports: see `thread-code.mjs`. */
declare module "*.js?code" {
  const code: string;
  export default code;
}
