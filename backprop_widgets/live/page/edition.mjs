/**
 * What the views of a model show, numbered by Python: each message says from which version to which it leads.
 * @typedef {object} Edition
 * @property {number} version
 * @property {string} markup
 * @property {string} error   what went wrong in the last event
 * @property {string} rescue  the last state as Python
 */

/** Markup is cut before every tag, as difference.py does it. */
const CUT = "<";

/**
 * A text with some of its pieces replaced.
 * @param {string} text
 * @param {[number, number, string[]][]} changes  from the last to the first: where, how many, by which
 */
export function spliced(text, changes) {
  const pieces = text.split(CUT);
  for (const [at, count, others] of changes) pieces.splice(at, count, ...others);
  return pieces.join(CUT);
}

/**
 * The edition after a message; the same if there is nothing new in it, and null if one before it was lost.
 * @param {Edition} old
 * @param {{from?: number, version: number, changes?: any, markup?: string, error?: string, rescue?: string}} message
 * @returns {Edition | null}
 */
export function nextEdition(old, { from, version, changes, ...parts }) {
  if (version === old.version) return old;
  const whole = parts.markup !== undefined;
  if (!whole && from !== old.version) return null;
  const { markup = changes ? spliced(old.markup, changes) : old.markup } = parts;
  const { error = old.error, rescue = old.rescue } = parts;
  return { version, markup, error, rescue };
}
