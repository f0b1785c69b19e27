/**
 * The page's half of live.py: it shows markup drawn in Python, patches what changed, and reports edits.
 *
 * It knows no mathematics and no drawing. What an element does is said by its data- attributes, listed in live.py.
 * The markup is trusted: text that a user gave is escaped in Python, where it is drawn.
 *
 * Order of this file: what needs no page (outbox, drag, keys, links, matching), the patcher, helpers for elements, the
 * parts of a view, each with one task (notices, channel, pointer, keys, controls, links, picture), and the view itself.
 */

/** At most so many messages of a view are on their way at once: more would only make a slow kernel lag behind. */
const WINDOW = 4;
/** A pointer that moves less than this many pixels clicks; from there on it drags. */
const CLICK_SLOP = 3;
/** The part of a move that counts while Shift is held. */
const FINE = 0.1;
/** Milliseconds without an answer after which the page says that the kernel is gone. */
const PATIENCE = 5000;
/** Milliseconds that a kernel has to say that it is only busy. */
const ECHO = 2000;
/** Milliseconds without a move after which the hand rests. */
const REST = 400;
/** Milliseconds for which a button says that it has copied. */
const COPIED = 1500;
/** The keys of an element that reports keys and doesn't say which. */
const ARROWS = "ArrowUp ArrowDown";
/** What parts the stretches of the markup: see live.py. */
const CUT = "<!--cut-->";
const MAX_FILE_BYTES = 5_000_000;

/** What JupyterLab calls a kernel from which no answer will come. */
const ENDINGS = ["restarting", "autorestarting", "terminating", "dead"];
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
 * What waits to be sent, and what is on its way.
 *
 * Order is kept. A passing message replaces an earlier one of its gesture that still waits, unless one that must not be
 * overtaken (a click, a key, a change, the end of a drag) stands between them.
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
    const replaced = isPassing(message) ? this.findOlder(message) : undefined;
    if (replaced) {
      replaced.value = value;
      return replaced.seq;
    }
    this.lastSeq = message.seq;
    this.waiting.push(message);
    return message.seq;
  }

  /**
   * The waiting message of the same gesture, if nothing stands between that must not be overtaken.
   * @param {Message} newer
   * @returns {Message | undefined}
   */
  findOlder(newer) {
    const last = this.waiting.findLastIndex((message) => !isPassing(message));
    return this.waiting.slice(last + 1).find(
      (older) =>
        older.key === newer.key && older.type === newer.type && older.value.gesture === newer.value.gesture,
    );
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
   * @param {string} key  the data-key of the element
   * @param {string | null} from  its data-value when the pointer went down
   * @param {boolean} clicks  does it report clicks as well?
   * @param {{pointerId: number, clientX: number, clientY: number}} down
   */
  constructor(key, from, clicks, down) {
    this.key = key;
    this.from = from;
    this.clicks = clicks;
    this.pointerId = down.pointerId;
    this.start = { x: down.clientX, y: down.clientY };
    this.last = this.start;
    this.dx = 0;
    this.dy = 0;
    /** False as long as it may still be a click. */
    this.moved = false;
    this.gesture = newGesture();
  }

  /** @param {{clientX: number, clientY: number, shiftKey: boolean}} event */
  move(event) {
    const here = { x: event.clientX, y: event.clientY };
    const share = event.shiftKey ? FINE : 1;
    this.dx += (here.x - this.last.x) * share;
    this.dy += (here.y - this.last.y) * share;
    this.last = here;
    this.moved ||= Math.hypot(here.x - this.start.x, here.y - this.start.y) >= CLICK_SLOP;
  }

  /** @param {boolean} done */
  value(done) {
    return { from: this.from, dx: this.dx, dy: this.dy, gesture: this.gesture, done };
  }
}

/* ---------------------------------------------------------------- keys */

/**
 * A space separated attribute as a list.
 * @param {string | null | undefined} text
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

const TYPED = ["text", "number", "search", "email", "url", "tel", "password", "textarea"];
const MOVING_KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
const PRESSING_KEYS = ["Enter", "Space"];

/**
 * Does a native control of this kind need the key for itself?
 * @param {string} kind  see kindOf
 * @param {string} name  see keyName
 */
export function controlNeeds(kind, name) {
  if (TYPED.includes(kind)) return true;
  if (kind === "select") return !name.startsWith("Ctrl+");
  if (kind === "range") return MOVING_KEYS.includes(name);
  if (kind === "radio") return MOVING_KEYS.includes(name) || name === "Space";
  return kind !== "" && PRESSING_KEYS.includes(name);
}

/* ---------------------------------------------------------------- links */

/**
 * Is an element lit that has these references?
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
  const keyed = new Map(before.map((node, i) => [node.key, i]));
  let next = 0;
  return after.map((node) => {
    if (node.key !== null) {
      const i = keyed.get(node.key) ?? -1;
      keyed.delete(node.key); // a key that comes twice is new the second time
      return before[i]?.name === node.name ? i : -1;
    }
    const i = before.findIndex((old, at) => at >= next && old.key === null && old.name === node.name);
    if (i >= 0) next = i + 1;
    return i;
  });
}

/**
 * The whole markup of its stretches: the first, third, fifth ... in one string, the others in the other.
 * @param {string} outer
 * @param {string} inner
 */
export function interleave(outer, inner) {
  const between = inner.split(CUT);
  return outer.split(CUT).map((stretch, i) => stretch + (between[i] ?? "")).join("");
}

/** Attributes that the page writes and the markup doesn't have. */
const PAGE_ATTRIBUTES = ["data-lit", "data-copied"];

/**
 * Does this attribute of the element belong to the page, so that the markup has no say in it?
 * @param {Element} element
 * @param {string} name
 */
function isPageOwned(element, name) {
  return PAGE_ATTRIBUTES.includes(name) || (name === "open" && element.localName === "details");
}

/**
 * What a node is matched by.
 * @param {Node} node
 */
function identity(node) {
  return { key: node instanceof Element ? node.getAttribute("data-key") : null, name: node.nodeName };
}

/**
 * Make the attributes of one element those of another.
 * @param {Element} target
 * @param {Element} source
 */
function patchAttributes(target, source) {
  for (const name of source.getAttributeNames()) {
    const value = source.getAttribute(name);
    if (target.getAttribute(name) !== value && !isPageOwned(target, name)) target.setAttribute(name, value);
  }
  for (const name of target.getAttributeNames()) {
    if (!source.hasAttribute(name) && !isPageOwned(target, name)) target.removeAttribute(name);
  }
}

/**
 * Put nodes in the given order into their parent, without moving `pinned`: a node that moves loses the focus.
 * @param {Node} parent
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
 * What the patcher has to treat with care.
 * @typedef {object} Care
 * @property {Element | null} focused  the element that has the focus: it is not moved
 * @property {(target: Element, source: Element) => boolean} postpone  takes the new content of an element for later
 */

/**
 * Make the children of one node those of another, keeping every node that goes on.
 * @param {Node} target
 * @param {Node} source  loses the nodes that are new
 * @param {Care} care
 */
function patchChildren(target, source, care) {
  const before = [...target.childNodes];
  const after = [...source.childNodes];
  const matches = matchNodes(before.map(identity), after.map(identity));
  const nodes = after.map((node, i) => before[matches[i]] ?? node);
  const kept = new Set(nodes);
  for (const node of before) {
    if (!kept.has(node)) target.removeChild(node);
  }
  arrange(target, nodes, before.find((node) => kept.has(node) && node.contains(care.focused)));
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
  if (target.isEqualNode(source)) return; // as most of a picture is from one edit to the next
  if (target instanceof Element && source instanceof Element) {
    patchAttributes(target, source);
    if (!care.postpone(target, source)) patchChildren(target, source, care);
  } else if (target.nodeValue !== source.nodeValue) {
    target.nodeValue = source.nodeValue;
  }
}

/* ---------------------------------------------------------------- helpers for elements */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const CONTROLS = "input, select, textarea";
const SUPPRESS = "data-lm-suppress-shortcuts";
const FOCUSABLE = "input, select, textarea, button, summary, a[href], [tabindex]";

/**
 * The nodes of some markup, by the browser's own parser: SVG, MathML and half-finished tables come out right.
 * @param {string} markup
 */
function parse(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

/**
 * JupyterLab takes arrows and letters as its own commands, unless the focused element itself forbids it.
 * @param {DocumentFragment} content
 */
function suppressShortcuts(content) {
  for (const element of content.querySelectorAll(FOCUSABLE)) element.setAttribute(SUPPRESS, "true");
}

/**
 * Several views may show the same markup in one page: what describes or clips an element gets an id of its own view.
 * @param {DocumentFragment} content
 * @param {string} view
 */
function ownNames(content, view) {
  for (const clip of content.querySelectorAll("clipPath")) clip.setAttribute("id", `${clip.id}-${view}`);
  for (const element of content.querySelectorAll("[clip-path]")) {
    element.setAttribute("clip-path", `${element.getAttribute("clip-path")?.slice(0, -1)}-${view})`);
  }
  for (const element of content.querySelectorAll("[aria-describedby]")) {
    const id = element.getAttribute("aria-describedby");
    content.getElementById(id)?.setAttribute("id", `${id}-${view}`);
    element.setAttribute("aria-describedby", `${id}-${view}`);
  }
}

/**
 * @param {string} name
 * @param {Object<string, string>} attributes
 * @param {...(Node | string)} content
 */
function create(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

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
 * Where in an element a pointer was: from 0 at its left and top to 1.
 * @param {Element} element
 * @param {MouseEvent} event
 */
function placeIn(element, event) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}

/**
 * What sort of native control an element is, as controlNeeds knows them; "" for one that is none.
 * @param {Element} element
 * @returns {string}
 */
function kindOf(element) {
  if (element instanceof HTMLInputElement) return element.type;
  if (element instanceof HTMLAnchorElement) return element.hasAttribute("href") ? "a" : "";
  return ["button", "select", "summary", "textarea"].includes(element.localName) ? element.localName : "";
}

/** @param {Control} control */
function isTyped(control) {
  return TYPED.includes(kindOf(control));
}

/** @param {Control} control */
function valueOf(control) {
  return control instanceof HTMLInputElement && control.type === "checkbox" ? control.checked : control.value;
}

/**
 * Let a control show what the markup says, whatever the hand did to it before.
 * @param {Control} control
 */
function showMarkupValue(control) {
  if (control instanceof HTMLSelectElement) showMarkupOption(control);
  else if (control.type === "checkbox" || control.type === "radio") showMarkupCheck(control);
  else if (control.type !== "file" && !showsMarkupValue(control)) control.value = control.defaultValue;
}

/** @param {HTMLInputElement | HTMLTextAreaElement} control */
function showsMarkupValue(control) {
  if (control.type === "range") return Number(control.value) === Number(control.defaultValue); // 0.3 for 0.30
  return control.value === control.defaultValue;
}

/** @param {any} box  a checkbox or a radio button */
function showMarkupCheck(box) {
  box.checked = box.defaultChecked;
}

/** @param {HTMLSelectElement} select */
function showMarkupOption(select) {
  const options = [...select.options];
  const anyChosen = options.some((option) => option.defaultSelected);
  options.forEach((option, i) => {
    const chosen = anyChosen ? option.defaultSelected : i === 0 && !select.multiple;
    if (option.selected !== chosen) option.selected = chosen;
  });
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyThroughSelection(text); // there is no clipboard on a page that is neither https nor of this machine
  }
}

/** @param {string} text */
function copyThroughSelection(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed"; // else the page would scroll to it
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}

/* ---------------------------------------------------------------- parts of a view: notices */

/** The lines under the picture: what went wrong, and that the kernel is gone. */
class Notices {
  /** @param {View} view */
  constructor(view) {
    this.model = view.model;
    this.errorLine = create("p", { class: "bp-error", role: "alert" });
    this.goneBox = create("div", { class: "bp-gone", role: "alert" });
    view.root.append(this.errorLine, this.goneBox);
    /** What the page itself has to say; it goes before the error of the last event. */
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
    const rescue = this.model.get("rescue");
    if (!this.gone) {
      this.goneBox.replaceChildren();
    } else if (rescue === "") {
      this.goneBox.replaceChildren(create("p", {}, `${GONE}.`));
    } else {
      const sentence = create("p", {}, `${GONE}; this is where you were:`);
      const copy = create("button", { type: "button", "data-copy": rescue }, "Copy");
      this.goneBox.replaceChildren(sentence, create("pre", {}, rescue), copy);
    }
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
    this.watchKernel();
    this.tell("shown");
    view.onWindow("pagehide", () => this.tell("gone"));
    view.atEnd(() => this.tell("gone"));
  }

  /**
   * Say something about the view itself: nobody waits for it, and it waits for nothing.
   * @param {"shown" | "gone" | "ask"} news
   */
  tell(news) {
    try {
      this.view.model.send({ view: this.outbox.view, news });
    } catch {
      // The connection is closed: there is nobody to tell.
    }
  }

  /** JupyterLab and Notebook tell at once when the kernel goes; elsewhere the missing answer has to do. */
  watchKernel() {
    const signal = this.view.model.widget_manager?.context?.sessionContext?.statusChanged;
    const onStatus = (/** @type {any} */ _, /** @type {string} */ status) => {
      if (ENDINGS.includes(status)) this.onKernelGone();
    };
    signal?.connect(onStatus);
    this.view.atEnd(() => signal?.disconnect(onStatus));
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
        this.onKernelGone(); // the connection is closed: there is nobody to send to
        return;
      }
    }
    this.awaitAnswer();
  }

  awaitAnswer() {
    const { timers } = this.view;
    if (this.outbox.underway.size === 0) timers.forget("answer");
    else if (!timers.has("answer")) timers.later("answer", PATIENCE, () => this.onSilence());
  }

  onSilence() {
    if (this.view.model.widget_manager?.kernel?.status === "busy") {
      this.onBusy();
    } else {
      // JupyterLab calls a kernel idle whose other thread has nothing to do: that one answers at once.
      this.tell("ask");
      this.view.timers.later("answer", ECHO, () => this.onKernelGone());
    }
  }

  onBusy() {
    this.view.notices.complain(BUSY);
    this.view.timers.forget("answer");
    this.awaitAnswer();
  }

  /** @param {any} content  a custom message of the model, perhaps for another view */
  onAnswer(content) {
    if (content?.view !== this.outbox.view) return;
    this.view.notices.setGone(false);
    if (content.busy) {
      this.onBusy();
      return;
    }
    this.outbox.acknowledge(content.ack);
    this.view.timers.forget("answer");
    if (this.view.notices.complaint === BUSY) this.view.notices.complain("");
    this.view.picture.updateSoon();
    this.pump();
  }

  /** Nothing is awaited any more. What the hand still does is sent, in case somebody answers after all. */
  onKernelGone() {
    this.outbox.giveUp();
    this.view.timers.forget("answer");
    this.view.notices.setGone(true);
    this.view.picture.updateSoon();
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
    view.on("click", (event) => this.onClick(event));
    view.on("pointerdown", (event) => this.onDown(event));
    view.on("lostpointercapture", (event) => this.onCaptureLost(event));
    view.on("touchmove", (event) => this.onTouchMove(event));
    // On the window: the element under the pointer may go in mid-drag.
    view.onWindow("pointermove", (event) => this.onMove(event));
    view.onWindow("pointerup", (event) => this.onUp(event));
    view.onWindow("pointercancel", (event) => this.onLost(event));
  }

  /** @param {PointerEvent & {target: Element}} event */
  onDown(event) {
    if (this.drag || event.button !== 0 || !event.isPrimary || event.target.closest(CONTROLS)) return;
    const element = this.view.reporter(event.target, "drag");
    if (!element) return;
    const clicks = element === this.view.reporter(event.target, "click");
    this.drag = new Drag(keyOf(element), element.getAttribute("data-value"), clicks, event);
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
    const wasClick = !drag.moved;
    drag.move(event);
    if (!drag.moved) return;
    if (wasClick) this.capture(drag.pointerId);
    this.view.report(drag.key, "drag", drag.value(false));
  }

  /**
   * A finger that drags does not scroll. The style touch-action says the same, but not for what is inside an SVG.
   * @param {TouchEvent} event
   */
  onTouchMove(event) {
    if (this.drag && event.cancelable) event.preventDefault();
  }

  /**
   * Let no other element have the pointer: the frame has it, which no patch moves. Not before it drags, so that a click
   * goes to the element itself.
   * @param {number} pointerId
   */
  capture(pointerId) {
    try {
      this.view.root.setPointerCapture(pointerId);
    } catch {
      // The pointer is gone already, or the frame is not in the page just now: the window hears of it all the same.
    }
  }

  /** @param {PointerEvent} event */
  onUp(event) {
    const { drag } = this;
    if (event.pointerId !== drag?.pointerId) return;
    drag.move(event);
    this.finish();
    const element = drag.clicks && !drag.moved ? this.view.find(drag.key) : null;
    if (element) this.view.report(drag.key, "click", { ...modifiers(event), ...placeIn(element, event) });
  }

  /** @param {PointerEvent} event */
  onCaptureLost(event) {
    if (event.target === this.view.root) this.onLost(event); // else: a finger's own capture, which capture() replaces
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

  /** @param {MouseEvent & {target: Element}} event */
  onClick(event) {
    if (this.view.timers.has("click after drag")) return;
    const copy = event.target.closest("[data-copy]");
    if (copy) this.copy(copy);
    const element = this.view.reporter(event.target, "click");
    if (!element) return;
    // Of an element that can be dragged the pointer's clicks are seen by onUp, even when it slipped a little.
    if (reports(element, "drag") && event.detail > 0) return;
    const place = event.detail > 0 ? placeIn(element, event) : {}; // 0: a button that a key has pressed
    this.view.report(keyOf(element), "click", { ...modifiers(event), ...place });
  }

  /** @param {Element} button */
  async copy(button) {
    await copyText(button.getAttribute("data-copy") || this.view.model.get("rescue"));
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
    view.on("keydown", (event) => this.onKey(event));
  }

  /** @param {KeyboardEvent & {target: Element}} event */
  onKey(event) {
    const name = event.defaultPrevented || event.isComposing ? "" : keyName(event);
    const taker = name === "" ? null : this.taker(event.target, name);
    if (!taker) return;
    event.preventDefault();
    this.view.controls.finishTyping(event.target); // a key works on what is typed, not on what was there before
    if (this.takes(taker, name)) {
      this.view.report(keyOf(taker), "key", { key: name.replace("Ctrl+", ""), ...modifiers(event) });
    } else if (!event.repeat) {
      this.view.report(keyOf(taker), "click", modifiers(event));
    }
  }

  /**
   * Which element a key is for: the focused one; if that has no use for it, the next around it that lists it.
   * @param {Element} focused
   * @param {string} name
   * @returns {Element | null}
   */
  taker(focused, name) {
    // A click beside everything that can have the focus gives it to the frame: there the shortcuts hold as well.
    if (focused === this.view.root) return this.takes(this.view.outermost(), name) ? this.view.outermost() : null;
    if (this.takes(focused, name)) return focused;
    const kind = kindOf(focused);
    if (controlNeeds(kind, name)) return null;
    if (kind === "" && PRESSING_KEYS.includes(name) && reports(focused, "click")) return focused;
    for (let around = focused.parentElement; this.view.stage.contains(around); around = around.parentElement) {
      if (this.takes(around, name)) return around;
    }
    return null;
  }

  /**
   * @param {Element | null} element
   * @param {string} name
   */
  takes(element, name) {
    if (!element) return false;
    const asked = reports(element, "key");
    if (!asked && element !== this.view.outermost()) return false;
    return words(element.getAttribute("data-keys") ?? (asked ? ARROWS : "")).includes(name);
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
    view.on("input", (event) => this.onInput(event));
    view.on("change", (event) => this.onChange(event));
    view.on("keydown", (event) => this.onKey(event));
    view.on("focusout", (event) => this.onFocusOut(event));
    view.on("pointerdown", (event) => this.onDown(event));
    view.onWindow("pointerup", () => this.onUp());
    view.onWindow("pointercancel", () => this.onUp());
  }

  /**
   * @param {Control} control
   * @returns {Hold}
   */
  hold(control) {
    if (!this.holds.has(control)) this.holds.set(control, { gesture: "", dirty: false, seq: 0 });
    return this.holds.get(control);
  }

  /**
   * Is the control in the hand, or what it reported on its way, so that the markup must not write to it?
   * @param {Control} control
   */
  isHeld(control) {
    const { dirty, seq } = this.hold(control);
    return control === this.pressed || dirty || this.view.channel.outbox.isPending(seq);
  }

  /** Let every control that is not held show what the markup says. */
  sync() {
    for (const control of this.view.stage.querySelectorAll(CONTROLS)) {
      if (!this.isHeld(/** @type {Control} */ (control))) showMarkupValue(/** @type {Control} */ (control));
    }
  }

  /** @param {Control} control */
  begin(control) {
    const hold = this.hold(control);
    if (!hold.dirty) hold.gesture = newGesture();
    hold.dirty = true;
  }

  /** @param {Control} control */
  finish(control) {
    this.begin(control);
    this.hold(control).dirty = false;
    this.report(control, "change");
    this.sync();
  }

  /** @param {Element} element */
  finishTyping(element) {
    if (this.holds.get(/** @type {Control} */ (element))?.dirty) this.finish(/** @type {Control} */ (element));
  }

  /** @param {Control} control */
  giveBack(control) {
    this.hold(control).dirty = false;
    this.sync();
  }

  /**
   * @param {Control} control
   * @param {"input" | "change"} type
   */
  report(control, type) {
    const reporter = this.view.reporter(control, type);
    if (!reporter) return;
    const hold = this.hold(control);
    const value = { value: valueOf(control), gesture: hold.gesture, done: type === "change" };
    hold.seq = this.view.report(keyOf(reporter), type, value);
  }

  /** @param {Event & {target: Control}} event */
  onInput({ target }) {
    if (target.type === "file") return;
    this.begin(target);
    this.view.stir();
    this.report(target, "input");
  }

  /** @param {Event & {target: Control}} event */
  onChange({ target }) {
    if (target instanceof HTMLInputElement && target.type === "file") this.readFile(target);
    // A field that is not dirty was finished by Enter: this is the browser saying the same once more.
    else if (this.hold(target).dirty || !isTyped(target)) this.finish(target);
  }

  /**
   * In a field Enter finishes, Escape gives the old value back.
   * @param {KeyboardEvent & {target: Control}} event
   */
  onKey(event) {
    const field = event.target;
    if (!this.hold(field).dirty || !isTyped(field) || event.isComposing) return;
    if (event.key === "Enter" && field.type !== "textarea") this.finish(field);
    if (event.key === "Escape") {
      event.preventDefault();
      this.giveBack(field);
    }
  }

  /** @param {FocusEvent & {target: Control}} event */
  onFocusOut({ target }) {
    if (!this.hold(target).dirty) return;
    // The browser has reported a changed field by now: this one is as it was when it got the focus.
    if (isTyped(target)) this.giveBack(target);
    else this.finish(target);
  }

  /** @param {PointerEvent & {target: Control}} event */
  onDown({ target }) {
    if (kindOf(target) === "range") this.pressed = target;
  }

  onUp() {
    const slider = this.pressed;
    if (!slider) return;
    this.pressed = null;
    // A slider that was brought back to where it started has no change event in some browsers.
    this.view.timers.later("slider let go", 0, () => {
      if (this.hold(slider).dirty) this.finish(slider);
      else this.sync();
    });
  }

  /** @param {HTMLInputElement} chooser */
  async readFile(chooser) {
    const file = chooser.files[0];
    const reporter = this.view.reporter(chooser, "file");
    if (!file || !reporter) return;
    if (file.size > MAX_FILE_BYTES) {
      const found = (file.size / 1e6).toFixed(1);
      this.view.notices.complain(`${file.name} has ${found} MB: at most ${MAX_FILE_BYTES / 1e6} MB can be read.`);
    } else {
      const text = await file.text();
      if (this.view.ended) return;
      this.view.report(keyOf(reporter), "file", { name: file.name, size: file.size, text });
    }
    chooser.value = ""; // else the same file, put right, could not be chosen again
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
    view.on("pointerover", ({ target }) => this.hover(target));
    view.on("pointerleave", () => this.hover(null));
    view.on("focusin", ({ target }) => this.focus(target));
    view.on("focusout", () => this.focus(null));
  }

  /** @param {Element | null} element */
  hover(element) {
    this.hovered = this.refs(element);
    this.show();
  }

  /** @param {Element | null} element */
  focus(element) {
    this.focused = this.refs(element);
    this.show();
  }

  /** @param {Element | null} element */
  refs(element) {
    return words(element?.closest("[data-ref]")?.getAttribute("data-ref"));
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
    /** The animation frame that was asked for; 0 if none. */
    this.frame = 0;
    /** @type {Map<Element, Element>} data-say elements with the content that waits until the hand rests */
    this.unsaid = new Map();
    for (const name of ["outer", "inner"]) view.onModel(`change:${name}`, () => this.updateSoon());
    view.atEnd(() => cancelAnimationFrame(this.frame));
  }

  /** Bring the page up to date before it is painted next, once for all that has come by then. */
  updateSoon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.update();
    });
  }

  update() {
    const markup = interleave(this.view.model.get("outer"), this.view.model.get("inner"));
    if (markup !== this.shown) this.patch(markup);
    this.view.controls.sync();
  }

  /** @param {string} markup */
  patch(markup) {
    this.shown = markup;
    this.unsaid.clear();
    const focused = this.view.focused();
    const content = parse(markup);
    suppressShortcuts(content);
    ownNames(content, this.view.channel.outbox.view);
    patchChildren(this.view.stage, content, { focused, postpone: this.postpone.bind(this) });
    if (focused && !this.hasFocus(focused)) this.passFocus(focused);
    this.suppressInFrame();
    this.view.links.show();
  }

  /** @param {Element} element */
  hasFocus(element) {
    return this.view.focused() === element && !element.matches(":disabled");
  }

  /**
   * Give the focus of an element that went to the one with its key, to the one that it names, or to the whole view.
   * @param {Element} gone
   */
  passFocus(gone) {
    const heirs = [
      this.view.find(keyOf(gone)),
      this.view.find(gone.getAttribute("data-focus-next") ?? ""),
      this.view.outermost(),
      this.view.root,
    ];
    for (const heir of heirs) {
      heir?.focus({ preventScroll: true });
      if (heir && this.hasFocus(heir)) return;
    }
  }

  /** The frame has the focus for the sake of shortcuts: without any, JupyterLab may have all keys. */
  suppressInFrame() {
    const hasShortcuts = this.view.outermost()?.hasAttribute("data-keys");
    if (hasShortcuts) this.view.root.setAttribute(SUPPRESS, "true");
    else this.view.root.removeAttribute(SUPPRESS);
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
    const care = { focused: this.view.focused(), postpone: () => false };
    for (const [target, source] of this.unsaid) patchChildren(target, source, care);
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
    /** Holds the markup. */
    this.stage = create("div", { class: "bp-stage" });
    /** The frame around all that the view shows: every listener is on it, and no patch touches it. */
    this.root = create("div", { class: "bp bp-live", tabindex: "-1" }, this.stage);
    this.notices = new Notices(this);
    this.channel = new Channel(this);
    this.pointer = new Pointer(this);
    this.controls = new Controls(this);
    this.keys = new Keys(this);
    this.links = new Links(this);
    this.picture = new Picture(this);
    el.replaceChildren(this.root);
    this.picture.update();
    this.followLink();
  }

  /** What the link that opened the page says in the parameter that the markup asks for. */
  followLink() {
    const root = this.outermost();
    const name = root?.dataset.fromLink;
    if (!name) return;
    // Not location: JupyterLab has put an address of its own there since.
    const [opened] = performance.getEntriesByType("navigation");
    const value = opened && new URL(opened.name).searchParams.get(name);
    if (value) this.report(keyOf(root), "change", { value, gesture: newGesture(), done: true });
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
    this.root.addEventListener(type, handler, { signal: this.ending.signal, passive: false });
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
    return /** @type {HTMLElement | null} */ (this.stage.firstElementChild);
  }

  /** The element of this view that has the focus. */
  focused() {
    const focused = document.activeElement;
    return this.root.contains(focused) ? focused : null;
  }

  /**
   * @param {string} key
   * @returns {HTMLElement | null}
   */
  find(key) {
    return key === "" ? null : this.stage.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  /**
   * The nearest element around another that reports this type of event.
   * @param {Element} element
   * @param {string} type
   * @returns {Element | null}
   */
  reporter(element, type) {
    const reporter = element.closest(`[data-on~="${type}"]`);
    return this.stage.contains(reporter) ? reporter : null;
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
