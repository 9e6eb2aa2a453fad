/**
 * The reader's own points: two columns as a spreadsheet copies them, x and a label.
 */

export const MOST = 2000;
/** A number with a point. */
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A number with a decimal comma. */
const COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
/** One that may as well be a thousand and more: 1,234. */
const UNCLEAR = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/** @typedef {{x: Float64Array, y: Float64Array, labels: [string, string]}} Points */
/** @typedef {{line: number, x: string, label: string}} Row */

/**
 * Read points. Columns stand apart by tabs, semicolons, commas or spaces; a first line without a
 * number is a heading. Labels are 0 and 1, −1 and 1, or two words, of which the first in the
 * alphabet becomes class 0.
 * @param {string} text
 * @returns {Points}
 * @throws {Error} that names the line, from 1, which is not as it should be
 */
export function readPoints(text) {
  const rows = readRows(text);
  if (!rows.length) throw new Error("There is no point yet: paste two columns, x and a label.");
  if (rows.length > MOST) wrong(rows[MOST].line, `more than ${MOST} points`);
  const x = Float64Array.from(readNumbers(rows));
  const labels = readLabels(rows);
  const y = Float64Array.from(rows, ({ label }) => Number(alike(label) === labels[1]));
  return { x, y, labels };
}

/**
 * @param {number} line
 * @param {string} what
 * @returns {never}
 */
function wrong(line, what) {
  throw new Error(`Line ${line}: ${what}.`);
}

/** @param {string} text */
function readRows(text) {
  const lines = text.split(/\r\n|\r|\n/).map((words, i) => ({ words: words.trim(), line: i + 1 }));
  const filled = lines.filter(({ words }) => words);
  // one bad line says nothing about the others
  const most = (/** @type {RegExp} */ pattern) =>
    2 * filled.filter(({ words }) => pattern.test(words)).length >= filled.length;
  const apart = [/\t/, /;/].find(most);
  // a comma is a decimal one where only spaces stand between the columns: "2,5 1"
  const spaced = !apart && most(/\S\s+\S+$/);
  const commas = spaced && most(/,\s/);
  const rows = filled.map(({ words, line }) => {
    const mark = apart ?? (spaced && !commas ? /\s+/ : ",");
    const cells = words.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    const [x, label] = cells;
    return { line, x: x.replace(/^−/, "-"), label: label?.replace(/^−/, "-") ?? "", cells };
  });
  if (rows.length && !isNumber(rows[0].x) && rows[0].cells.length === 2) rows.shift();
  for (const { line, cells } of rows) {
    if (cells.length !== 2 || !cells[1]) {
      const words = shortened(cells.join(" "));
      wrong(line, `“${words}” has ${cells.length} columns; expected 2, x and a label`);
    }
  }
  return rows;
}

/** @param {string} text */
function isNumber(text) {
  return PLAIN.test(text) || COMMA.test(text);
}

/** @param {Row[]} rows */
function readNumbers(rows) {
  const bad = rows.find(({ x }) => !isNumber(x) || Math.abs(valueOf(x)) > 1e9);
  if (bad) wrong(bad.line, `“${shortened(bad.x)}” is no number from −1e9 to 1e9`);
  const commas = rows.filter(({ x }) => x.includes(","));
  const points = rows.filter(({ x }) => x.includes("."));
  if (commas.length && points.length) {
    wrong(commas[0].line, `“${commas[0].x}” has a comma where other numbers have a point`);
  }
  if (commas.length && commas.every(({ x }) => UNCLEAR.test(x))) {
    const meant = `${commas[0].x.replace(",", ".")} or ${commas[0].x.replace(",", "")}`;
    wrong(commas[0].line, `“${commas[0].x}” may be ${meant}; write it without a comma`);
  }
  return rows.map(({ x }) => valueOf(x));
}

/** @param {string} x */
function valueOf(x) {
  return Number(x.replace(",", "."));
}

/**
 * The two labels, that of class 0 first.
 * @param {Row[]} rows
 * @returns {[string, string]}
 */
function readLabels(rows) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { label, line } of rows) if (!found.has(alike(label))) found.set(alike(label), line);
  const [one, other, third] = found.keys();
  if (third !== undefined) {
    wrong(found.get(third) ?? 0, `“${shortened(third)}” is a third label; expected two`);
  }
  if (other === undefined) {
    throw new Error(`All labels are “${shortened(one)}”; expected two different ones.`);
  }
  const labels = one < other ? [one, other] : [other, one];
  refuseNumbers(labels, found);
  return /** @type {[string, string]} */ (labels);
}

/**
 * Numbers as labels are 0 and 1, or −1 and 1.
 * @param {string[]} labels
 * @param {Map<string, number>} found on which line each comes first
 */
function refuseNumbers(labels, found) {
  const numbers = labels.filter((label) => !Number.isNaN(Number(label)));
  if (numbers.length && !["0 1", "-1 1"].includes(labels.join(" "))) {
    const odd = numbers.find((label) => label !== "0" && label !== "1") ?? numbers[0];
    wrong(found.get(odd) ?? 0, `the label is ${odd}; expected 0 and 1, −1 and 1, or two words`);
  }
}

/**
 * A label in one way of writing: 1.0 is 1.
 * @param {string} label
 */
function alike(label) {
  return label && !Number.isNaN(Number(label)) ? String(Number(label)) : label;
}

/** @param {string} text */
function shortened(text) {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
