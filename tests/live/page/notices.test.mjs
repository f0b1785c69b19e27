import assert from "node:assert/strict";
import { test } from "node:test";

import { Notices } from "../../../backprop_widgets/live/page/notices.mjs";

/** As much of an element as a notice takes. */
class Part {
  constructor(name) {
    Object.assign(this, { name, attributes: {}, children: [] });
  }
  setAttribute(name, value) { this.attributes[name] = value; }
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) { this.children = children; }
}

test("JupyterLab leaves the keys to the button that copies when the kernel is gone", (t) => {
  globalThis.document = { createElement: (name) => new Part(name) };
  t.after(() => delete globalThis.document);
  const edition = { error: "", rescue: "Session(...)" };
  const notices = new Notices({ model: { get: () => edition }, root: new Part("div"), onModel() {} });
  notices.setGone(true);
  const [button] = notices.goneBox.children.filter(({ name }) => name === "button");
  assert.equal(button.attributes["data-copy"], "Session(...)");
  assert.equal(button.attributes["data-lm-suppress-shortcuts"], "true");
});
