/** A mouse that moves less than this many pixels clicks; from there on it drags. */
const CLICK_SLOP = 3;
/** A finger or a pen is less steady. */
const TOUCH_SLOP = 8;
/** The part of a move that counts while Shift is held. */
const FINE = 0.1;

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
   * @param {{pointerId: number, pointerType: string, clientX: number, clientY: number}} down
   */
  constructor(key, from, clicks, down) {
    this.key = key;
    this.from = from;
    this.clicks = clicks;
    this.pointerId = down.pointerId;
    this.slop = down.pointerType === "mouse" ? CLICK_SLOP : TOUCH_SLOP;
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
    this.moved ||= Math.hypot(here.x - this.start.x, here.y - this.start.y) >= this.slop;
  }

  /** @param {boolean} done */
  value(done) {
    return { from: this.from, dx: this.dx, dy: this.dy, gesture: this.gesture, done };
  }
}
