/** Timers by what they are for, so that none outlives its view. */
export class Timers {
  constructor() {
    /** @type {Map<string | Element, ReturnType<typeof setTimeout>>} */
    this.running = new Map();
  }

  /**
   * Do something later, once; asked again, the wait starts anew.
   * @param {string | Element} purpose
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

  /** @param {string | Element} purpose */
  forget(purpose) {
    clearTimeout(this.running.get(purpose));
    this.running.delete(purpose);
  }

  forgetAll() {
    for (const purpose of [...this.running.keys()]) this.forget(purpose);
  }
}
