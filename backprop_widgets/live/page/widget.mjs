/**
 * The page's half of live.py: it shows markup drawn in Python, patches what changed, and reports edits.
 *
 * It knows no mathematics and no drawing. What an element does is said by its data- attributes, listed in live.py.
 * The markup is trusted: text that a user gave is escaped in Python, where it is drawn.
 *
 * One idea a module; view.mjs has the parts of a view. script.py joins them into the one that a widget can have.
 */

import { View } from "./view.mjs";

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
