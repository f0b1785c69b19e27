/** At most so many messages of a view are on their way at once: more would only make a slow kernel lag behind. */
const WINDOW = 4;

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
    /** @type {Map<number, Message>} by their seq */
    this.underway = new Map();
    /** @type {Message[]} what was on its way when nobody answered */
    this.unanswered = [];
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
    if (message) this.underway.set(message.seq, message);
    return message;
  }

  /** @param {number} seq */
  acknowledge(seq) {
    this.underway.delete(seq);
    const isOther = (/** @type {Message} */ message) => message.seq !== seq;
    this.unanswered = this.unanswered.filter(isOther);
    this.waiting = this.waiting.filter(isOther);
  }

  /**
   * Is there no answer yet to the message with this seq?
   * @param {number} seq
   */
  isPending(seq) {
    return this.underway.has(seq) || this.waiting.some((message) => message.seq === seq);
  }

  /** May an answer still come? */
  isOwed() {
    return this.underway.size + this.unanswered.length > 0;
  }

  /** Nothing that is on its way is awaited any more; the answers may come after all. */
  giveUp() {
    this.unanswered.push(...this.underway.values());
    this.underway.clear();
  }

  /** The connection that may have lost it is a new one: all that has no answer is sent again, in its order. */
  sendAgain() {
    this.giveUp();
    this.waiting.unshift(...this.unanswered);
    this.unanswered = [];
  }

  /** The kernel that it was for is gone. */
  drop() {
    this.underway.clear();
    this.unanswered = [];
    this.waiting = [];
  }
}
