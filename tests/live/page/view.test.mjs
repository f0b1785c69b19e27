import assert from "node:assert/strict";
import { test } from "node:test";

import { View } from "../../../backprop_widgets/live/page/view.mjs";

/** What a view in this tree believes to have the focus. */
function focusedIn(tree, own) {
  const root = { getRootNode: () => tree, contains: (node) => node === own };
  return View.prototype.focused.call({ root });
}

test("the focus is looked for in the tree where the view stands", (t) => {
  const [host, edge] = [{}, {}];
  globalThis.document = { activeElement: host };
  t.after(() => delete globalThis.document);
  assert.equal(focusedIn({ activeElement: edge }, edge), edge); // a shadow tree, of which the document knows the host
  assert.equal(focusedIn(document, edge), null);
  assert.equal(focusedIn({}, edge), null); // the view is out of the page just now
});
