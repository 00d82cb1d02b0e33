import { tokenIn } from "@clew/log";
import { render } from "preact";
import { openLog, readDroppedFile } from "./open/index.js";
import { Navigation, Session } from "./state/index.js";
import { Address, App } from "./view/index.js";

const place = document.getElementById("page");
if (place !== null) {
  const address = new Address(window);
  const navigation = new Navigation(tokenIn(location.hash).rest, (fragment, kind) => address.write(fragment, kind));
  address.listen((fragment) => navigation.arrive(fragment));
  const session = new Session(navigation);
  // The server is asked before the page is drawn: neither waits for the other.
  void session.open("the log", openLog);
  render(<App session={session} readFile={readDroppedFile} />, place);
}
