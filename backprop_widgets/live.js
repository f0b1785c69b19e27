/**
 * The page's half of live.py: it shows markup drawn in Python, patches what changed, and reports edits.
 *
 * It knows no mathematics and no drawing. What an element does is said by its data- attributes, listed in live.py.
 * The markup is trusted: text that a user gave is escaped in Python, where it is drawn.
 *
 * Order of this file: what needs no page (the outbox, a drag, keys, linking, matching), the patcher, then the parts of a
 * view, each with one task (notices, channel, pointer, keys, controls, links, picture), and the view that joins them.
 */

/** At most so many messages of a view are on their way at once: more would only make a slow kernel lag behind. */
const WINDOW = 4;
/** A pointer that moves less than this many pixels clicks; from there on it drags. */
const CLICK_SLOP = 3;
/** The part of a move that counts while Shift is held. */
const FINE = 0.1;
/** After so many milliseconds without an answer the page says that the kernel is gone. */
const PATIENCE = 5000;
/** The hand rests when it has done nothing for so many milliseconds. */
const REST = 400;
/** A button says for so many milliseconds that it has copied. */
const COPIED = 1500;
const MAX_FILE_BYTES = 5_000_000;

const GONE = "The kernel does not answer. Run the cell again to go on";
const BUSY = "The kernel is busy with another cell: your change follows when that one is done.";

/* ---------------------------------------------------------------- messages up */

/**
 * @typedef {object} Message
 * @property {number} seq
 * @property {string} view
 * @property {string} key   the data-key of the element
 * @property {string} type  drag, click, input, change, key or file
 * @property {Object<string, any>} value
 */

/**
 * May a newer message of the same gesture take the place of this one?
 * @param {Message} message
 */
export function isPassing(message) {
  return (message.type === "drag" || message.type === "input") && !message.value.done;
}

/**
 * What waits to be sent, and how much is on its way.
 *
 * Order is kept. While the window is full, a passing message replaces an earlier one of its gesture, unless one that
 * must not be overtaken (a click, a key, a change, the end of a drag) stands between them.
 */
export class Outbox {
  /** @param {string} view */
  constructor(view) {
    this.view = view;
    this.lastSeq = 0;
    /** @type {Message[]} */
    this.waiting = [];
    /** @type {Set<number>} */
    this.underway = new Set();
  }

  /**
   * Put an event in line.
   * @param {string} key
   * @param {string} type
   * @param {Object<string, any>} value
   * @returns {number} the seq under which it will be acknowledged
   */
  put(key, type, value) {
    const message = { seq: this.lastSeq + 1, view: this.view, key, type, value };
    const replaced = isPassing(message) ? this.findPassing(message) : undefined;
    if (replaced) {
      replaced.value = value;
      return replaced.seq;
    }
    this.lastSeq = message.seq;
    this.waiting.push(message);
    return message.seq;
  }

  /**
   * @param {Message} newer
   * @returns {Message | undefined}
   */
  findPassing(newer) {
    for (let i = this.waiting.length - 1; i >= 0 && isPassing(this.waiting[i]); i--) {
      const older = this.waiting[i];
      const sameSource = older.key === newer.key && older.type === newer.type;
      if (sameSource && older.value.gesture === newer.value.gesture) return older;
    }
    return undefined;
  }

  /**
   * The next message to send, if the window has room for one.
   * @returns {Message | undefined}
   */
  take() {
    if (this.underway.size >= WINDOW) return undefined;
    const message = this.waiting.shift();
    if (message) this.underway.add(message.seq);
    return message;
  }

  /** @param {number} seq */
  acknowledge(seq) {
    this.underway.delete(seq);
  }

  /**
   * Is there no answer yet to the message with this seq?
   * @param {number} seq
   */
  isPending(seq) {
    return this.underway.has(seq) || this.waiting.some((message) => message.seq === seq);
  }

  /** Nothing that is on its way will be answered any more. */
  giveUp() {
    this.underway.clear();
  }
}

/* ---------------------------------------------------------------- gestures */

let lastGesture = 0;

/** A name for one drag, one slide or one typing, unlike any other of this page, of any view. */
export function newGesture() {
  lastGesture = Math.max(lastGesture + 1, Date.now());
  return String(lastGesture);
}

/** How far one pointer has come since it went down. */
export class Drag {
  /**
   * @param {string} key
   * @param {string | null} from  the element's data-value when the pointer went down
   * @param {{pointerId: number, clientX: number, clientY: number}} down
   */
  constructor(key, from, down) {
    this.key = key;
    this.from = from;
    this.pointerId = down.pointerId;
    this.startX = this.lastX = down.clientX;
    this.startY = this.lastY = down.clientY;
    this.dx = 0;
    this.dy = 0;
    this.gesture = newGesture();
    /** False as long as it may still be a click. */
    this.moved = false;
    /** Does the element report clicks as well? */
    this.clicks = false;
  }

  /** @param {{clientX: number, clientY: number, shiftKey: boolean}} event */
  move(event) {
    const share = event.shiftKey ? FINE : 1;
    this.dx += (event.clientX - this.lastX) * share;
    this.dy += (event.clientY - this.lastY) * share;
    this.lastX = event.clientX;
    this.lastY = event.clientY;
    const distance = Math.hypot(event.clientX - this.startX, event.clientY - this.startY);
    if (distance >= CLICK_SLOP) this.moved = true;
  }

  /** @param {boolean} done */
  value(done) {
    return { from: this.from, dx: this.dx, dy: this.dy, gesture: this.gesture, done };
  }
}

/* ---------------------------------------------------------------- keys */

/**
 * A space separated attribute as a list.
 * @param {string | null} text
 * @returns {string[]}
 */
export function words(text) {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}

/**
 * The name under which data-keys lists the key that was pressed; "" for one that is left to the browser.
 *
 * A letter with Control or Command is named "Ctrl+z", so that the shortcut z leaves Ctrl+Z alone. Caps Lock changes
 * nothing.
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 */
export function keyName(event) {
  if (event.altKey) return "";
  if (event.key === " ") return "Space";
  if (event.key.length > 1) return event.metaKey ? "" : event.key;
  const letter = event.shiftKey ? event.key : event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `Ctrl+${letter}` : letter;
}

const TEXT_KINDS = ["text", "number", "search", "email", "url", "tel", "password", "textarea"];
const MOVING_KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
const PRESSING_KEYS = ["Enter", "Space"];

/**
 * Does a native control of this kind need the key for itself?
 * @param {string} kind  see controlKind
 * @param {string} name  see keyName
 */
export function controlNeeds(kind, name) {
  if (TEXT_KINDS.includes(kind)) return true;
  if (kind === "select") return !name.startsWith("Ctrl+");
  if (kind === "range") return MOVING_KEYS.includes(name);
  if (kind === "radio") return MOVING_KEYS.includes(name) || name === "Space";
  if (["button", "checkbox", "file", "summary", "link"].includes(kind)) return PRESSING_KEYS.includes(name);
  return false;
}

/**
 * What sort of native control an element is; "" for one that is none.
 * @param {Element} element
 * @returns {string}
 */
function controlKind(element) {
  switch (element.localName) {
    case "input": return ["button", "submit", "reset"].includes(element.type) ? "button" : element.type;
    case "textarea": case "select": case "button": case "summary": return element.localName;
    case "a": return element.hasAttribute("href") ? "link" : "";
    default: return "";
  }
}

/* ---------------------------------------------------------------- linking */

/**
 * Is an element lit that names these references?
 * @param {string | null} refs
 * @param {Set<string>} lit
 */
export function isLit(refs, lit) {
  return words(refs).some((word) => lit.has(word));
}

/* ---------------------------------------------------------------- the patcher */

/**
 * Which old node each new one continues.
 *
 * Nodes with a key are matched by it, wherever they stand; the others in their order, by name.
 * @param {{key: string | null, name: string}[]} before
 * @param {{key: string | null, name: string}[]} after
 * @returns {number[]} for each of `after` an index into `before`, or -1 for a node that is new
 */
export function matchNodes(before, after) {
  /** @type {Map<string, number>} */
  const keyed = new Map();
  before.forEach((node, i) => {
    if (node.key !== null) keyed.set(node.key, i);
  });
  let next = 0;
  return after.map((node) => {
    if (node.key !== null) {
      const i = keyed.get(node.key) ?? -1;
      keyed.delete(node.key);
      return i >= 0 && before[i].name === node.name ? i : -1;
    }
    for (let i = next; i < before.length; i++) {
      if (before[i].key === null && before[i].name === node.name) {
        next = i + 1;
        return i;
      }
    }
    return -1;
  });
}

/** Attributes that the page writes and the markup doesn't have. */
const PAGE_ATTRIBUTES = ["data-lit", "data-copied", "data-lm-suppress-shortcuts"];

/**
 * Does this attribute of the element belong to the page, so that the markup has no say in it?
 * @param {Element} element
 * @param {string} name
 */
function isPageOwned(element, name) {
  return PAGE_ATTRIBUTES.includes(name) || (name === "open" && element.localName === "details");
}

/**
 * @param {Node} node
 * @returns {{key: string | null, name: string}}
 */
function identity(node) {
  const key = node instanceof Element ? node.getAttribute("data-key") : null;
  return { key, name: node.nodeName };
}

/**
 * Make the attributes of one element those of another.
 * @param {Element} target
 * @param {Element} source
 */
function patchAttributes(target, source) {
  for (const { namespaceURI, localName, name, value } of source.attributes) {
    if (isPageOwned(target, name)) continue;
    if (target.getAttributeNS(namespaceURI, localName) !== value) target.setAttributeNS(namespaceURI, name, value);
  }
  for (const { namespaceURI, localName, name } of [...target.attributes]) {
    if (isPageOwned(target, name)) continue;
    if (!source.hasAttributeNS(namespaceURI, localName)) target.removeAttributeNS(namespaceURI, localName);
  }
}

/**
 * Put nodes in the given order into their parent, without moving `pinned`: a node that moves loses the focus.
 * @param {Element} parent
 * @param {Node[]} nodes  all the children that the parent is to have
 * @param {Node | undefined} pinned  one of them that stays where it is
 */
function arrange(parent, nodes, pinned) {
  const fixed = pinned ? nodes.indexOf(pinned) : -1;
  for (let i = fixed - 1; i >= 0; i--) {
    if (nodes[i].nextSibling !== nodes[i + 1]) parent.insertBefore(nodes[i], nodes[i + 1]);
  }
  for (let i = fixed + 1; i < nodes.length; i++) {
    const place = i === 0 ? parent.firstChild : nodes[i - 1].nextSibling;
    if (nodes[i] !== place) parent.insertBefore(nodes[i], place);
  }
}

/**
 * What the patcher must treat with care.
 * @typedef {object} Care
 * @property {Element | null} focused  the element that has the focus
 * @property {(target: Element, source: Element) => boolean} postpone  keeps an element's new content for later
 */

/**
 * Make the content of one element that of another, keeping every node that goes on.
 * @param {Element} target
 * @param {Element} source  loses the nodes that are new
 * @param {Care} care
 */
export function patchChildren(target, source, care) {
  const before = [...target.childNodes];
  const after = [...source.childNodes];
  const matches = matchNodes(before.map(identity), after.map(identity));
  const kept = new Set(matches.filter((i) => i >= 0).map((i) => before[i]));
  for (const node of before) if (!kept.has(node)) target.removeChild(node);
  const nodes = after.map((node, i) => (matches[i] < 0 ? node : before[matches[i]]));
  arrange(target, nodes, nodes.find((node) => kept.has(node) && node.contains(care.focused)));
  nodes.forEach((node, i) => {
    if (node !== after[i]) patchNode(node, after[i], care);
  });
}

/**
 * @param {Node} target
 * @param {Node} source  a node of the same name
 * @param {Care} care
 */
function patchNode(target, source, care) {
  if (!(target instanceof Element)) {
    if (target.nodeValue !== source.nodeValue) target.nodeValue = source.nodeValue;
    return;
  }
  patchAttributes(target, source);
  if (!care.postpone(target, source)) patchChildren(target, source, care);
}

/**
 * @param {string} markup
 * @returns {HTMLTemplateElement}
 */
function parse(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template;
}

/* ---------------------------------------------------------------- small helpers for elements */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const CONTROLS = "input, select, textarea";
const FOCUSABLE = "input, select, textarea, button, summary, a[href], [tabindex]";

/** @param {Element} element */
function keyOf(element) {
  return element.getAttribute("data-key") ?? "";
}

/**
 * Is this type of event among those that the element reports?
 * @param {Element} element
 * @param {string} type
 */
function reports(element, type) {
  return words(element.getAttribute("data-on")).includes(type);
}

/** @param {MouseEvent | KeyboardEvent} event */
function modifiers(event) {
  return { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
}

/**
 * Let a control show what the markup says, whatever the hand did to it before.
 * @param {Control} control
 */
function showMarkupValue(control) {
  const kind = controlKind(control);
  if (kind === "file" || kind === "button") return;
  if (kind === "select") showMarkupOption(control);
  else if (kind === "checkbox" || kind === "radio") control.checked = control.defaultChecked;
  else if (kind === "range" && Number(control.value) === Number(control.defaultValue)) return;
  else if (control.value !== control.defaultValue) control.value = control.defaultValue;
}

/** @param {HTMLSelectElement} select */
function showMarkupOption(select) {
  const options = [...select.options];
  const chosen = options.some((option) => option.defaultSelected);
  options.forEach((option, i) => {
    const selected = chosen ? option.defaultSelected : !select.multiple && i === 0;
    if (option.selected !== selected) option.selected = selected;
  });
}

/** @param {Control} control */
function valueOf(control) {
  return controlKind(control) === "checkbox" ? control.checked : control.value;
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyThroughSelection(text); // no clipboard on a page that is neither https nor on this machine
  }
}

/** @param {string} text */
function copyThroughSelection(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
}

/* ---------------------------------------------------------------- parts of a view: notices */

/** The lines under the picture: what went wrong, and that the kernel is gone. */
class Notices {
  /** @param {View} view */
  constructor(view) {
    this.model = view.model;
    [this.errorLine, this.goneBox] = parse(`
      <p class="bp-error" role="alert"></p>
      <div class="bp-gone" role="alert"></div>`).content.children;
    view.root.append(this.errorLine, this.goneBox);
    /** What the page has to say itself; it stands before the error of the last event. */
    this.complaint = "";
    this.gone = false;
    view.onModel("change:error", () => this.showError());
    view.onModel("change:rescue", () => this.showGone());
    this.showError();
  }

  /** @param {string} complaint  "" to take it back */
  complain(complaint) {
    this.complaint = complaint;
    this.showError();
  }

  showError() {
    const text = this.complaint || this.model.get("error");
    if (this.errorLine.textContent !== text) this.errorLine.textContent = text;
  }

  /** @param {boolean} gone */
  setGone(gone) {
    if (this.gone === gone) return;
    this.gone = gone;
    this.showGone();
  }

  showGone() {
    if (!this.gone) {
      this.goneBox.replaceChildren();
      return;
    }
    const rescue = this.model.get("rescue");
    const [sentence, code, copy] = parse("<p></p><pre></pre><button>Copy</button>").content.children;
    sentence.textContent = rescue ? `${GONE}; this is where you were:` : `${GONE}.`;
    code.textContent = rescue;
    copy.setAttribute("data-copy", rescue);
    this.goneBox.replaceChildren(...(rescue ? [sentence, code, copy] : [sentence]));
  }
}

/* ---------------------------------------------------------------- parts of a view: channel */

/** Sends what the outbox lets through, takes the answers, and notices when none come. */
class Channel {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.outbox = new Outbox(Math.random().toString(36).slice(2));
    view.onModel("msg:custom", (content) => this.onAnswer(content));
    view.onModel("comm_live_update", () => this.kernelGone());
    this.watchKernel();
  }

  /** JupyterLab and Notebook tell at once when the kernel goes; elsewhere the missing answer has to do. */
  watchKernel() {
    const session = this.view.model.widget_manager?.context?.sessionContext;
    const onStatus = (_, status) => {
      if (["restarting", "autorestarting", "terminating", "dead"].includes(status)) this.kernelGone();
    };
    const onKernel = () => this.kernelGone();
    session?.statusChanged?.connect(onStatus);
    session?.kernelChanged?.connect(onKernel);
    this.view.atEnd(() => {
      session?.statusChanged?.disconnect(onStatus);
      session?.kernelChanged?.disconnect(onKernel);
    });
  }

  /**
   * @param {string} key
   * @param {string} type
   * @param {Object<string, any>} value
   * @returns {number} the seq of the message
   */
  put(key, type, value) {
    const seq = this.outbox.put(key, type, value);
    this.pump();
    return seq;
  }

  /** Send what the window has room for. */
  pump() {
    for (let message = this.outbox.take(); message; message = this.outbox.take()) {
      try {
        this.view.model.send(message);
      } catch {
        this.kernelGone(); // the connection is closed: there is nobody to send to
        return;
      }
    }
    this.awaitAnswer();
  }

  awaitAnswer() {
    const { timers } = this.view;
    if (this.outbox.underway.size === 0) timers.forget("answer");
    else if (!timers.has("answer")) timers.later("answer", PATIENCE, () => this.noAnswer());
  }

  noAnswer() {
    if (this.view.model.widget_manager?.kernel?.status === "busy") {
      this.view.notices.complain(BUSY);
      this.awaitAnswer();
    } else {
      this.kernelGone();
    }
  }

  /** @param {any} content  a custom message of the model, perhaps for another view */
  onAnswer(content) {
    if (content?.view !== this.outbox.view) return;
    this.outbox.acknowledge(content.ack);
    this.view.timers.forget("answer");
    this.view.notices.setGone(false);
    if (this.view.notices.complaint === BUSY) this.view.notices.complain("");
    this.view.picture.nextFrame();
    this.pump();
  }

  /** Nothing is awaited any more. What the hand still does is sent, in case somebody answers after all. */
  kernelGone() {
    this.outbox.giveUp();
    this.view.timers.forget("answer");
    this.view.notices.setGone(true);
    this.view.picture.nextFrame();
  }
}

/* ---------------------------------------------------------------- parts of a view: pointer */

/** Drags and clicks, by mouse, finger or pen. */
class Pointer {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Drag | null} */
    this.drag = null;
    view.on("click", this.onClick.bind(this));
    view.on("pointerdown", this.onDown.bind(this));
    view.on("lostpointercapture", this.onLost.bind(this));
    // On the window: the element under the pointer may go in mid-drag.
    view.onWindow("pointermove", this.onMove.bind(this));
    view.onWindow("pointerup", this.onUp.bind(this));
    view.onWindow("pointercancel", this.onLost.bind(this));
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (this.drag || event.button !== 0 || !event.isPrimary || event.target.closest(CONTROLS)) return;
    const element = this.view.reporter(event.target, "drag");
    if (!element) return;
    this.drag = new Drag(keyOf(element), element.getAttribute("data-value"), event);
    this.drag.clicks = element === this.view.reporter(event.target, "click");
    this.view.stir();
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    const { drag } = this;
    if (event.pointerId !== drag?.pointerId) return;
    if (event.buttons === 0) {
      this.finish(); // the button was let go where the page couldn't see it
      return;
    }
    const wasMoved = drag.moved;
    drag.move(event);
    if (!drag.moved) return;
    // Captured by the frame, which no patch moves, and only now: a click is to go to the element itself.
    if (!wasMoved) this.view.root.setPointerCapture(drag.pointerId);
    this.view.report(drag.key, "drag", drag.value(false));
  }

  /** @param {PointerEvent} event */
  onUp(event) {
    const { drag } = this;
    if (event.pointerId !== drag?.pointerId) return;
    drag.move(event);
    this.finish();
    if (drag.clicks && !drag.moved) this.view.report(drag.key, "click", modifiers(event));
  }

  /** @param {PointerEvent} event */
  onLost(event) {
    if (event.pointerId === this.drag?.pointerId) this.finish();
  }

  /** The drag is over; what it did so far counts. */
  finish() {
    const { drag } = this;
    this.drag = null;
    if (!drag.moved) return;
    this.view.report(drag.key, "drag", drag.value(true));
    this.view.timers.later("click after drag", 0, () => {});
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    if (this.view.timers.has("click after drag")) return;
    const copy = event.target.closest("[data-copy]");
    if (copy) this.copy(copy);
    const element = this.view.reporter(event.target, "click");
    if (!element) return;
    // Of an element that can be dragged the pointer's clicks are seen by onUp, even when it slipped a little.
    if (reports(element, "drag") && event.detail > 0) return;
    this.view.report(keyOf(element), "click", modifiers(event));
  }

  /** @param {Element} button */
  async copy(button) {
    await copyText(button.getAttribute("data-copy"));
    if (this.view.ended) return;
    button.setAttribute("data-copied", "");
    this.view.timers.later("copied", COPIED, () => button.removeAttribute("data-copied"));
  }
}

/* ---------------------------------------------------------------- parts of a view: keys */

/** Keys that elements take, shortcuts of the whole view, and Enter and Space as clicks. */
class Keys {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    view.on("keydown", this.onKey.bind(this));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const name = event.defaultPrevented || event.isComposing ? "" : keyName(event);
    if (name === "") return;
    const taker = this.taker(event.target, name);
    if (!taker) return;
    event.preventDefault();
    if (this.takes(taker, name)) {
      const key = name.replace("Ctrl+", "");
      this.view.report(keyOf(taker), "key", { key, ...modifiers(event) });
    } else if (!event.repeat) {
      this.view.report(keyOf(taker), "click", modifiers(event));
    }
  }

  /**
   * Which element a key is for: the focused one, unless it has no use for it; then the next around it that lists it.
   * @param {Element} focused
   * @param {string} name
   * @returns {Element | null}
   */
  taker(focused, name) {
    if (!this.view.stage.contains(focused)) return this.shortcuts(name);
    const kind = controlKind(focused);
    if (this.takes(focused, name)) return focused;
    if (controlNeeds(kind, name)) return null;
    if (kind === "" && PRESSING_KEYS.includes(name) && reports(focused, "click")) return focused;
    for (let element = focused.parentElement; element !== this.view.stage; element = element.parentElement) {
      if (this.takes(element, name)) return element;
    }
    return null;
  }

  /**
   * The frame has the focus after a click on a part that can't have it: there the shortcuts still hold.
   * @param {string} name
   */
  shortcuts(name) {
    const outermost = this.view.outermost();
    const frameFocused = document.activeElement === this.view.root;
    return frameFocused && outermost && this.takes(outermost, name) ? outermost : null;
  }

  /**
   * @param {Element} element
   * @param {string} name
   */
  takes(element, name) {
    const listens = reports(element, "key") || element === this.view.outermost();
    return listens && words(element.getAttribute("data-keys")).includes(name);
  }
}

/* ---------------------------------------------------------------- parts of a view: controls */

/**
 * What the hand is doing to one control.
 * @typedef {object} Hold
 * @property {string} gesture
 * @property {boolean} dirty  it has been changed, and the change is not finished
 * @property {number} seq     its last message; 0 if none
 */

/** Sliders, fields, boxes and lists: their reports, and which of them the markup may write to. */
class Controls {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {WeakMap<Control, Hold>} */
    this.holds = new WeakMap();
    /** @type {Control | null} the slider under the pointer */
    this.pressed = null;
    view.on("input", this.onInput.bind(this));
    view.on("change", this.onChange.bind(this));
    view.on("keydown", this.onKey.bind(this));
    view.on("focusout", this.onFocusOut.bind(this));
    view.on("pointerdown", this.onDown.bind(this));
    view.onWindow("pointerup", this.onUp.bind(this));
    view.onWindow("pointercancel", this.onUp.bind(this));
  }

  /**
   * @param {EventTarget} target
   * @returns {Control | null}
   */
  control(target) {
    const control = target.closest(CONTROLS);
    return control && this.view.stage.contains(control) ? control : null;
  }

  /**
   * @param {Control} control
   * @returns {Hold}
   */
  hold(control) {
    const hold = this.holds.get(control) ?? { gesture: "", dirty: false, seq: 0 };
    this.holds.set(control, hold);
    return hold;
  }

  /**
   * Is the control in the hand, or on its way to the kernel, so that the markup must not write to it?
   * @param {Control} control
   */
  isHeld(control) {
    const hold = this.holds.get(control);
    return control === this.pressed || Boolean(hold && (hold.dirty || this.view.channel.outbox.isPending(hold.seq)));
  }

  /** Let every control that is not held show what the markup says. */
  sync() {
    for (const control of this.view.stage.querySelectorAll(CONTROLS)) {
      if (!this.isHeld(control)) showMarkupValue(control);
    }
  }

  /**
   * @param {Control} control
   * @param {"input" | "change"} type
   */
  report(control, type) {
    const hold = this.hold(control);
    const reporter = this.view.reporter(control, type);
    if (!reporter) return;
    const value = { value: valueOf(control), gesture: hold.gesture, done: type === "change" };
    hold.seq = this.view.report(keyOf(reporter), type, value);
  }

  /** @param {Event} event */
  onInput(event) {
    const control = this.control(event.target);
    if (!control || control.type === "file") return;
    this.begin(control);
    this.view.stir();
    this.report(control, "input");
  }

  /** @param {Event} event */
  onChange(event) {
    const control = this.control(event.target);
    if (!control) return;
    if (control.type === "file") this.readFile(control);
    // A field that is not dirty was finished by Enter: this is the browser saying the same once more.
    else if (!TEXT_KINDS.includes(controlKind(control)) || this.hold(control).dirty) this.finish(control);
  }

  /** @param {Control} control */
  begin(control) {
    const hold = this.hold(control);
    if (hold.dirty) return;
    hold.dirty = true;
    hold.gesture = newGesture();
  }

  /** @param {Control} control */
  finish(control) {
    this.begin(control);
    this.hold(control).dirty = false;
    this.report(control, "change");
    this.sync();
  }

  /** @param {Control} control */
  giveBack(control) {
    this.hold(control).dirty = false;
    this.sync();
  }

  /**
   * In a field Enter finishes, Escape gives the old value back.
   * @param {KeyboardEvent} event
   */
  onKey(event) {
    const control = this.control(event.target);
    if (!control || !TEXT_KINDS.includes(controlKind(control)) || !this.hold(control).dirty) return;
    if (event.key === "Enter" && !event.isComposing && control.localName !== "textarea") this.finish(control);
    if (event.key === "Escape") {
      event.preventDefault();
      this.giveBack(control);
    }
  }

  /** @param {FocusEvent} event */
  onFocusOut(event) {
    const control = this.control(event.target);
    if (!control || !this.hold(control).dirty) return;
    // The browser has reported a changed field by now: this one is as it was when it got the focus.
    if (TEXT_KINDS.includes(controlKind(control))) this.giveBack(control);
    else this.finish(control);
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    const control = this.control(event.target);
    if (control?.type === "range") this.pressed = control;
  }

  onUp() {
    const control = this.pressed;
    if (!control) return;
    this.pressed = null;
    // A slider that was brought back to where it started has no change event in some browsers.
    this.view.timers.later("slider let go", 0, () => {
      if (this.hold(control).dirty) this.finish(control);
      else this.sync();
    });
  }

  /** @param {HTMLInputElement} control */
  async readFile(control) {
    const file = control.files[0];
    const reporter = this.view.reporter(control, "file");
    if (!file || !reporter) return;
    if (file.size > MAX_FILE_BYTES) {
      const size = (file.size / 1e6).toFixed(1);
      this.view.notices.complain(`${file.name} has ${size} MB; a file of at most ${MAX_FILE_BYTES / 1e6} MB can be read.`);
    } else {
      const text = await file.text();
      if (this.view.ended) return;
      this.view.report(keyOf(reporter), "file", { name: file.name, size: file.size, text });
    }
    control.value = ""; // else the same file, put right, could not be chosen again
  }
}

/* ---------------------------------------------------------------- parts of a view: links */

/** Lights everything that shares a data-ref with what is under the pointer or has the focus. */
class Links {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {string[]} */
    this.hovered = [];
    /** @type {string[]} */
    this.focused = [];
    view.on("pointerover", (event) => this.hover(event.target));
    view.on("pointerleave", () => this.hover(null));
    view.on("focusin", (event) => this.focus(event.target));
    view.on("focusout", () => this.focus(null));
  }

  /** @param {EventTarget | null} target */
  hover(target) {
    this.hovered = this.refs(target);
    this.show();
  }

  /** @param {EventTarget | null} target */
  focus(target) {
    this.focused = this.refs(target);
    this.show();
  }

  /** @param {EventTarget | null} target */
  refs(target) {
    return words(target?.closest("[data-ref]")?.getAttribute("data-ref") ?? "");
  }

  show() {
    const lit = new Set([...this.hovered, ...this.focused]);
    for (const element of this.view.stage.querySelectorAll("[data-ref]")) {
      element.toggleAttribute("data-lit", isLit(element.getAttribute("data-ref"), lit));
    }
  }
}

/* ---------------------------------------------------------------- parts of a view: picture */

/** Keeps the page like the model's markup. */
class Picture {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.shown = "";
    /** The frame that was asked for; 0 if none. */
    this.frame = 0;
    /** @type {Map<Element, Element>} data-say elements with the content that waits until the hand rests */
    this.unsaid = new Map();
    view.onModel("change:markup", () => this.nextFrame());
    view.atEnd(() => cancelAnimationFrame(this.frame));
  }

  /** Bring the page up to date before it is painted next, once for all that has come by then. */
  nextFrame() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.update();
    });
  }

  update() {
    const markup = this.view.model.get("markup");
    if (markup !== this.shown) this.patch(markup);
    this.view.controls.sync();
  }

  /** @param {string} markup */
  patch(markup) {
    this.shown = markup;
    const focused = this.view.focused();
    patchChildren(this.view.stage, parse(markup).content, { focused, postpone: this.postpone.bind(this) });
    if (focused && !this.hasKeptFocus(focused)) this.passFocus(focused);
    this.suppressShortcuts();
    this.view.links.show();
  }

  /** @param {Element} element */
  hasKeptFocus(element) {
    return this.view.focused() === element && !element.matches(":disabled");
  }

  /**
   * Give the focus of an element that went to its successor: the same key, the one that it names, or the whole view.
   * @param {Element} gone
   */
  passFocus(gone) {
    const names = [keyOf(gone), gone.getAttribute("data-focus-next") ?? ""];
    const named = names.map((name) => this.view.find(name));
    for (const element of [...named, this.view.outermost(), this.view.root]) {
      element?.focus({ preventScroll: true });
      if (element && this.hasKeptFocus(element)) return;
    }
  }

  /** JupyterLab takes arrows and letters as its own commands, unless the focused element itself forbids it. */
  suppressShortcuts() {
    for (const element of this.view.stage.querySelectorAll(FOCUSABLE)) {
      element.setAttribute("data-lm-suppress-shortcuts", "true");
    }
    const hasShortcuts = Boolean(this.view.outermost()?.hasAttribute("data-keys"));
    if (hasShortcuts) this.view.root.setAttribute("data-lm-suppress-shortcuts", "true");
    else this.view.root.removeAttribute("data-lm-suppress-shortcuts");
  }

  /**
   * Keep what a data-say element is to say until the hand rests: a screen reader would read every step of a drag.
   * @param {Element} target
   * @param {Element} source
   */
  postpone(target, source) {
    if (!target.hasAttribute("data-say") || this.view.isResting()) return false;
    this.unsaid.set(target, source);
    return true;
  }

  say() {
    for (const [target, source] of this.unsaid) {
      patchChildren(target, source, { focused: this.view.focused(), postpone: () => false });
    }
    this.unsaid.clear();
  }
}

/* ---------------------------------------------------------------- the view */

/** Timers by what they are for, so that none outlives its view. */
class Timers {
  constructor() {
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this.running = new Map();
  }

  /**
   * Do something later, once; asked again, the wait starts anew.
   * @param {string} purpose
   * @param {number} milliseconds
   * @param {() => void} action
   */
  later(purpose, milliseconds, action) {
    this.forget(purpose);
    const timer = setTimeout(() => {
      this.running.delete(purpose);
      action();
    }, milliseconds);
    this.running.set(purpose, timer);
  }

  /** @param {string} purpose */
  has(purpose) {
    return this.running.has(purpose);
  }

  /** @param {string} purpose */
  forget(purpose) {
    clearTimeout(this.running.get(purpose));
    this.running.delete(purpose);
  }

  forgetAll() {
    for (const purpose of [...this.running.keys()]) this.forget(purpose);
  }
}

/** One display of a model. */
class View {
  /**
   * @param {any} model  the anywidget model
   * @param {HTMLElement} el  the element that the view may fill
   */
  constructor(model, el) {
    this.model = model;
    this.ending = new AbortController();
    this.timers = new Timers();
    this.root = parse('<div class="bp bp-live" tabindex="-1"><div class="bp-stage"></div></div>').content.firstChild;
    this.stage = this.root.firstChild;
    this.notices = new Notices(this);
    this.channel = new Channel(this);
    this.pointer = new Pointer(this);
    this.controls = new Controls(this);
    this.keys = new Keys(this);
    this.links = new Links(this);
    this.picture = new Picture(this);
    el.replaceChildren(this.root);
    this.picture.update();
  }

  get ended() {
    return this.ending.signal.aborted;
  }

  /** Leave nothing behind: no listener, no timer, no node. */
  end() {
    this.ending.abort();
    this.timers.forgetAll();
    this.root.remove();
  }

  /** @param {() => void} action */
  atEnd(action) {
    this.ending.signal.addEventListener("abort", action);
  }

  /**
   * Listen to the view's nodes until it ends.
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  on(type, handler) {
    this.root.addEventListener(type, handler, { signal: this.ending.signal });
  }

  /**
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  onWindow(type, handler) {
    window.addEventListener(type, handler, { signal: this.ending.signal });
  }

  /**
   * @param {string} name
   * @param {(...args: any[]) => void} handler
   */
  onModel(name, handler) {
    this.model.on(name, handler);
    this.atEnd(() => this.model.off(name, handler));
  }

  /** The outermost element of the markup. */
  outermost() {
    return this.stage.firstElementChild;
  }

  /** The element of this view that has the focus. */
  focused() {
    const focused = document.activeElement;
    return this.root.contains(focused) ? focused : null;
  }

  /**
   * @param {string} key
   * @returns {Element | null}
   */
  find(key) {
    return key === "" ? null : this.stage.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  /**
   * The nearest element around a node that reports this type of event.
   * @param {EventTarget} target
   * @param {string} type
   * @returns {Element | null}
   */
  reporter(target, type) {
    const element = target.closest(`[data-on~="${type}"]`);
    return this.stage.contains(element) ? element : null;
  }

  /**
   * @param {string} key
   * @param {string} type
   * @param {Object<string, any>} value
   * @returns {number} the seq of the message
   */
  report(key, type, value) {
    this.stir();
    this.notices.complain("");
    return this.channel.put(key, type, value);
  }

  /** The hand has moved. */
  stir() {
    this.timers.later("rest", REST, () => {
      if (this.pointer.drag || this.controls.pressed) this.stir();
      else this.picture.say();
    });
  }

  isResting() {
    return !this.timers.has("rest");
  }
}

/**
 * Called by anywidget for each display.
 * @param {{model: any, el: HTMLElement}} context
 * @returns {() => void} what to do when the display goes
 */
function render({ model, el }) {
  const view = new View(model, el);
  return () => view.end();
}

export default { render };
