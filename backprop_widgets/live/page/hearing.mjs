/**
 * Let a model hear its kernel even where the page was slow to start.
 *
 * anywidget gives a model two seconds to load its module. Where that takes longer, on an old laptop with a lesson full
 * of views, it still shows the view, and then lets go of every word from the kernel: the view never answers again.
 * ipywidgets' own handler, which anywidget puts its waiting around, doesn't wait.
 * @param {any} model  the anywidget model
 */
export function hearAtOnce(model) {
  const widget = behind(model);
  const waiting = widget && Object.getPrototypeOf(widget); // anywidget's kind of model
  const prompt = waiting && Object.getPrototypeOf(waiting)._handle_comm_msg;
  if (prompt) widget.comm?.on_msg?.((/** @type {any} */ message) => prompt.call(widget, message));
}

/**
 * The widget that anywidget shows only a few doors of: it says who it is when something of it changes.
 * @param {any} model
 */
function behind(model) {
  let widget = null;
  const onChange = (/** @type {any} */ changed) => (widget = changed);
  model.on("change:hears", onChange);
  model.set("hears", !model.get("hears")); // it stays on this page
  model.off("change:hears", onChange);
  return widget;
}
