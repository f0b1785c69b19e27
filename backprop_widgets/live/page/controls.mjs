import { isComposing, keyOf } from "./elements.mjs";
import { newGesture } from "./gestures.mjs";
import { CONTROLS, isTyped, kindOf, showMarkupValue, valueOf } from "./values.mjs";

/** @typedef {import("./view.mjs").View} View */
/** @typedef {import("./values.mjs").Control} Control */

const MAX_FILE_BYTES = 5_000_000;

/**
 * What the hand is doing to one control.
 * @typedef {object} Hold
 * @property {string} gesture
 * @property {boolean} dirty  it has been changed, and the change is not finished
 * @property {number} seq     its last message; 0 if none
 */

/** Sliders, fields, boxes and lists: their reports, and which of them the markup may write to. */
export class Controls {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {WeakMap<Control, Hold>} */
    this.holds = new WeakMap();
    /** @type {Control | null} the slider under the pointer */
    this.pressed = null;
    /** Was the last key down one that is held? */
    this.repeated = false;
    view.on("input", (event) => this.onInput(event));
    view.on("change", (event) => this.onChange(event));
    view.on("keydown", (event) => this.onKey(event));
    view.on("keyup", (event) => this.onKeyUp(event));
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
    else if (this.repeated && kindOf(target) === "range") return; // one of many: it waits for onKeyUp
    // A field that is not dirty was finished by Enter: this is the browser saying the same once more.
    else if (this.hold(target).dirty || !isTyped(target)) this.finish(target);
  }

  /**
   * In a field Enter finishes, Escape gives the old value back.
   * @param {KeyboardEvent & {target: Control}} event
   */
  onKey(event) {
    const field = event.target;
    this.repeated = event.repeat;
    if (!this.hold(field).dirty || !isTyped(field) || isComposing(event)) return;
    if (event.key === "Enter" && field.type !== "textarea") this.finish(field);
    if (event.key === "Escape") {
      event.preventDefault();
      this.giveBack(field);
    }
  }

  /**
   * A slider that a held key has moved is let go.
   * @param {KeyboardEvent & {target: Control}} event
   */
  onKeyUp({ target }) {
    if (this.repeated && kindOf(target) === "range") this.finishTyping(target);
    this.repeated = false;
  }

  /** @param {FocusEvent & {target: Control}} event */
  onFocusOut({ target }) {
    this.repeated = false;
    if (!this.hold(target).dirty) return;
    // The browser has reported a changed field by now: this one is as it was when it got the focus.
    if (isTyped(target)) this.giveBack(target);
    else this.finish(target);
  }

  /** @param {PointerEvent & {target: Control}} event */
  onDown({ target, button }) {
    if (button === 0 && kindOf(target) === "range") this.pressed = target; // of others a menu may take the release
  }

  onUp() {
    const slider = this.pressed;
    if (!slider) return;
    this.pressed = null;
    // A slider that was brought back to where it started has no change event in some browsers.
    this.view.timers.later("slider let go", 0, () => {
      if (this.hold(slider).dirty) this.finish(slider);
      this.view.picture.renew();
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
      await this.send(file, keyOf(reporter));
    }
    chooser.value = ""; // else the same file, put right, could not be chosen again
  }

  /**
   * @param {File} file
   * @param {string} key
   */
  async send(file, key) {
    const text = await file.text().catch(() => null); // it was moved, changed or locked since it was chosen
    if (this.view.ended) return;
    if (text === null) {
      this.view.notices.complain(`${file.name} can't be read: look where the file is now, and choose it again.`);
    } else {
      this.view.report(key, "file", { name: file.name, size: file.size, text });
    }
  }
}
