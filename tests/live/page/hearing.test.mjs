import assert from "node:assert/strict";
import { test } from "node:test";

import { hearAtOnce } from "../../../backprop_widgets/live/page/hearing.mjs";

/** ipywidgets' model, as far as it matters here. */
class Prompt {
  heard = [];
  handlers = new Map();
  values = new Map();

  _handle_comm_msg(message) {
    this.heard.push(message);
  }
  get(name) {
    return this.values.get(name);
  }
  set(name, value) {
    this.values.set(name, value);
    this.handlers.get(`change:${name}`)?.(this, value);
  }
  on(name, handler) {
    this.handlers.set(name, handler);
  }
  off(name) {
    this.handlers.delete(name);
  }
}

/** anywidget's, when it has given up. */
class Waiting extends Prompt {
  _handle_comm_msg() {
    throw new Error("[anywidget] Failed to initialize model.");
  }
}

/** What anywidget gives to a view. */
function doorsOf(widget) {
  return Object.fromEntries(["get", "set", "on", "off"].map((name) => [name, widget[name].bind(widget)]));
}

function commOf(widget) {
  const comm = { say: widget._handle_comm_msg.bind(widget), on_msg: (handler) => (comm.say = handler) };
  return comm;
}

test("a model that was given up hears its kernel again", () => {
  const widget = new Waiting();
  widget.comm = commOf(widget);
  assert.throws(() => widget.comm.say("lost"));
  hearAtOnce(doorsOf(widget));
  widget.comm.say("heard");
  assert.deepEqual(widget.heard, ["heard"]);
  assert.equal(widget.handlers.size, 0);
});

test("where there is no comm, nothing happens", () => {
  hearAtOnce(doorsOf(new Waiting()));
});
