import { copyText } from "./clipboard.mjs";
import { keyOf, modifiers, placeIn, reports } from "./elements.mjs";
import { Drag } from "./gestures.mjs";
import { CONTROLS } from "./values.mjs";

/** @typedef {import("./view.mjs").View} View */

/** Milliseconds for which a button says that it has copied. */
const COPIED = 1500;
const NOT_COPIED = "This browser doesn't let the page copy.";

/** Drags and clicks, by mouse, finger or pen. */
export class Pointer {
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
    const copied = await copyText(button.getAttribute("data-copy") || this.view.model.get("edition").rescue);
    if (this.view.ended) return;
    if (!copied) {
      this.view.notices.complain(NOT_COPIED);
      return;
    }
    button.setAttribute("data-copied", "");
    this.view.timers.later(button, COPIED, () => button.removeAttribute("data-copied"));
  }
}
