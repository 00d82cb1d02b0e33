import type { LogSession } from "../../state/index.js";
import { Notice } from "../parts/notice.js";

export function ScopesView(_props: { readonly log: LogSession }) {
  return <Notice title="No scopes are shown." />;
}
