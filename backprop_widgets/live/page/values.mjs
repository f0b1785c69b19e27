/** Native controls: their kind, their value, and how they show what the markup says. */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

export const CONTROLS = "input, select, textarea";
/** The kinds that one types into. */
export const TYPED = ["text", "number", "search", "email", "url", "tel", "password", "textarea"];

/**
 * What sort of native control an element is, as controlNeeds knows them; "" for one that is none.
 * @param {Element} element
 * @returns {string}
 */
export function kindOf(element) {
  if (element instanceof HTMLInputElement) return element.type;
  if (element instanceof HTMLAnchorElement) return element.hasAttribute("href") ? "a" : "";
  return ["button", "select", "summary", "textarea"].includes(element.localName) ? element.localName : "";
}

/** @param {Control} control */
export function isTyped(control) {
  return TYPED.includes(kindOf(control));
}

/** @param {Control} control */
export function valueOf(control) {
  return control instanceof HTMLInputElement && control.type === "checkbox" ? control.checked : control.value;
}

/**
 * Let a control show what the markup says, whatever the hand did to it before.
 * @param {Control} control
 */
export function showMarkupValue(control) {
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
