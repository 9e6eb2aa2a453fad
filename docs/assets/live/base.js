/**
 * What the live figures share: they are mounted, drawn and driven here.
 *
 * How to write one. A page puts it behind its static figure,
 *
 *     ![Caption](figures/squashing.svg "Title"){ live=sigmoid }
 *
 * and `sigmoid.js` beside this file has it as its default export, a `LiveFigure`:
 *
 * - `source` is the file of numbers it starts from. The build writes it from Python's own run
 *   (`figures.export_all`), so no number is typed here.
 * - `controls` are what the reader can change, made by `slider`, `choice`, `button` and `player`.
 *   Together their values are the state: an object of numbers by name. There is always a button to
 *   reset.
 * - `compute` turns the state into named numbers, with the functions of neuron.js.
 * - `values` says which of them are written out below the picture; a test compares these with
 *   Python, so whatever the figure claims is among them.
 * - `draw` draws everything anew, in CSS pixels, from back to front. What has the same key as last
 *   time keeps its element.
 * - `describe` says it in one sentence, for who cannot see it, once the reader's hand rests.
 *
 * The rows below the picture are counted in book.css (`--rows`), so that nothing moves when the
 * figure comes alive: one for the hint, one for each slider or choice, one for the buttons, and one
 * for every three values. (The button to reset, if it is the only one, joins the last choice.)
 * Tests find the figure by its page, drive each control, and ask `MODELS` in tests/test_live.py
 * what it should show; a text in the picture that has a `data-name` is compared as well.
 */

import { sigmoid } from "./neuron.js";

/** @typedef {Record<string, number>} Numbers */

/**
 * @typedef {object} Slider
 * @property {"slider"} kind
 * @property {string} name
 * @property {string} label
 * @property {number} value at first; it need not be on a step
 * @property {number} min
 * @property {number} max
 * @property {number} step of the arrow keys
 * @property {(value: number) => string} show
 * @property {boolean} [decades] whether the slider moves over the exponent of 10
 * @property {boolean} [whole] whether the value is a whole number
 */

/**
 * @typedef {object} Choice
 * @property {"choice"} kind
 * @property {string} name
 * @property {string} label
 * @property {number} value
 * @property {[number, string][]} options
 */

/**
 * @typedef {object} Button
 * @property {"button"} kind
 * @property {string} label
 * @property {(state: Numbers) => Numbers} act what changes; refused where it would leave a slider
 */

/**
 * @typedef {object} Player
 * @property {"player"} kind
 * @property {string} label
 * @property {(state: Numbers) => number} every how many milliseconds it moves on
 * @property {(state: Numbers) => Numbers} act what changes; it stops where a slider ends
 */

/** @typedef {Slider | Choice | Button | Player} Control */

/**
 * @typedef {object} Value
 * @property {string} name
 * @property {string} label
 * @property {(value: number) => string} show
 */

/**
 * @template Source
 * @typedef {object} LiveFigure
 * @property {string} source
 * @property {string} hint
 * @property {(source: Source) => Control[]} controls
 * @property {(state: Numbers, source: Source) => Numbers} compute
 * @property {Value[]} values
 * @property {(picture: Picture, state: Numbers, values: Numbers, source: Source) => void} draw
 * @property {(state: Numbers, values: Numbers, source: Source) => string} describe
 * @property {(panel: Element, board: Board, source: Source) => void} [attach] what only it has
 */

/**
 * The book's trained neuron and where its data come from, as `figures.export_all` writes them.
 * @typedef {object} Run
 * @property {number} weight
 * @property {number} bias
 * @property {number} learning_rate
 * @property {import("./neuron.js").Population} population
 * @property {{weight: number, bias: number, x: number, y: number}} example the chain's one sample
 */

/**
 * That run with all its samples. The seed gives first the two weights it starts from, then the
 * order of each epoch (random.js). A snapshot is [epoch, weight, bias, loss]. A contour is a loss
 * and the [weight, bias] of a line on which the mean loss has this height. The best line is the
 * [weight, bias] of the neuron with the smallest mean loss on endless data, and the best loss is
 * what perfect knowledge pays there.
 * @typedef {Run & {
 *   x: number[],
 *   y: number[],
 *   seed: number,
 *   snapshots: number[][],
 *   contours: [number, [number, number][]][],
 *   best_line: [number, number],
 *   best_loss: number,
 * }} Training
 */

export const DASHED = { "stroke-dasharray": "7 5" };
export const DOTTED = { "stroke-dasharray": "2 4" };
const SVG = "http://www.w3.org/2000/svg";
const REST = 600; // milliseconds without a change, after which the figure is described
const REACH = 22; // how far from a dot a finger may take it
const GLIDE = 350; // milliseconds in which a button moves the sliders

const still = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * @param {string} name
 * @param {string} label
 * @param {Omit<Slider, "kind" | "name" | "label">} settings
 * @returns {Slider}
 */
export function slider(name, label, settings) {
  return { kind: "slider", name, label, ...settings };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {number} value
 * @param {[number, string][]} options
 * @returns {Choice}
 */
export function choice(name, label, value, options) {
  return { kind: "choice", name, label, value, options };
}

/**
 * The truth about a sample.
 * @param {number} y
 */
export function truth(y) {
  return choice("y", "truth", y, [
    [0, "class 0"],
    [1, "class 1"],
  ]);
}

/**
 * @param {string} label
 * @param {(state: Numbers) => Numbers} act
 * @returns {Button}
 */
export function button(label, act) {
  return { kind: "button", label, act };
}

/**
 * @param {string} label
 * @param {(state: Numbers) => number} every
 * @param {(state: Numbers) => Numbers} act
 * @returns {Player}
 */
export function player(label, every, act) {
  return { kind: "player", label, every, act };
}

/**
 * @param {number} digits after the point
 * @returns {(value: number) => string}
 */
export function decimals(digits) {
  return (value) => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : signed(value, "∞");
    const text = Math.abs(value).toFixed(digits);
    return signed(Number(text) === 0 ? 0 : value, text);
  };
}

/**
 * @param {number} value
 * @param {number} [places] of the digits before the power of ten
 * @returns {string} a few digits and the power of ten if the number is very small or large
 */
export function scientific(value, places = 1) {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (!Number.isFinite(value) || (size >= 1e-3 && size < 1e4)) return decimals(4)(value);
  const [digits, exponent] = size.toExponential(places).split("e");
  return signed(value, `${digits} × ${powerOfTen(Number(exponent))}`);
}

/**
 * @param {(value: number) => string} show
 * @param {string} [none] what NaN is called
 */
export function orNone(show, none = "none") {
  return (/** @type {number} */ value) => (Number.isNaN(value) ? none : show(value));
}

/**
 * @param {number} value
 * @returns {string} a number that is round, one half among them, with a comma after the thousands
 */
export function plain(value) {
  const text = String(Math.abs(value)).replace(/^0\.5$/, "½");
  return signed(value, text.replace(/^(\d+)(\d{3})$/, "$1,$2"));
}

/** @param {number} exponent */
export function powerOfTen(exponent) {
  const raised = (/** @type {string} */ sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)];
  return exponent ? `10${String(exponent).replace(/./g, raised)}` : "1";
}

/**
 * @param {number} value
 * @param {string} text
 */
function signed(value, text) {
  return value < 0 ? `−${text}` : text;
}

/**
 * @typedef {((value: number) => number) & {invert: (at: number) => number}} Scale
 */

/** @typedef {Record<string, string | number>} Look the attributes of an element */

/**
 * The ends of x, and of y from the top, in CSS pixels.
 * @typedef {[[number, number], [number, number]]} Box
 */

/**
 * @param {[number, number]} domain
 * @param {[number, number]} range in CSS pixels
 * @returns {Scale}
 */
export function scale([d0, d1], [r0, r1]) {
  const rate = (r1 - r0) / (d1 - d0);
  return Object.assign((/** @type {number} */ value) => r0 + (value - d0) * rate, {
    invert: (/** @type {number} */ at) => d0 + (at - r0) / rate,
  });
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} count
 * @param {(value: number) => number} f
 * @param {Scale} across
 * @param {Scale} up
 * @param {Box} [box]
 * @returns {string} the path of a curve
 */
export function curve(from, to, count, f, across, up, box) {
  const points = [];
  for (let i = 0; i <= count; i++) {
    const value = from + ((to - from) * i) / count;
    const height = up(f(value));
    if (Number.isFinite(height)) points.push([across(value), height]);
  }
  return through(points, box);
}

/**
 * What is outside of a box is left out of the path. If the browser cut it off, by a clip path, it
 * would put the layers of the whole page together anew in each frame; likewise for an opacity.
 * @param {number[][]} points as [x, y]
 * @param {Box} [box]
 * @returns {string} the path from each to the next
 */
export function through(points, box) {
  if (!box) return "M" + points.map(([x, y]) => pair(x, y)).join("L");
  const [[left, right], [top, foot]] = box;
  let path = "";
  for (let i = 1; i < points.length; i++) {
    const [x, y] = points[i - 1];
    const [dx, dy] = [points[i][0] - x, points[i][1] - y];
    let [from, to] = [0, 1]; // the part that is inside
    for (const [out, step] of [
      [left - x, dx],
      [x - right, -dx],
      [top - y, dy],
      [y - foot, -dy],
    ]) {
      const at = out / (step || 1e-9);
      if (step < 0) to = Math.min(to, at);
      else from = Math.max(from, at);
    }
    const point = (/** @type {number} */ part) => pair(x + part * dx, y + part * dy);
    // what begins inside goes on from the last piece
    if (from <= to) path += (path && !from ? "L" : `M${point(from)}L`) + point(to);
  }
  return path;
}

/**
 * @param {number} x
 * @param {number} y
 */
function pair(x, y) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/**
 * Round numbers from one end nearly to the other, where the name of the axis stands.
 * @param {number} low
 * @param {number} high
 * @param {number} most into how many parts they divide it
 */
function ticksBetween(low, high, most) {
  const least = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((each) => each * power >= least) ?? 10);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step < high - (high - low) / 15; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Look} attributes
 * @param {(Node | string)[]} children
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, String(attributes[name]));
  made.append(...children);
  return made;
}

/**
 * @param {Float64Array} sorted
 * @param {number} step from rank to rank of those that are drawn
 * @param {number} size of a mark
 * @param {number} label class 0 is piled down, class 1 up
 * @param {Scale} across
 * @param {number} from the height where the piles begin
 * @param {number} end the height that they do not reach
 * @returns {string} the path of the marks
 */
function piled(sorted, step, size, label, across, from, end) {
  const rows = new Map();
  const side = label ? -size : size;
  let marks = "";
  for (let rank = 0; Math.round(rank) < sorted.length; rank += step) {
    const column = Math.round(across(sorted[Math.round(rank)]) / size);
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    const height = from + 0.75 * side * (row + 1.3);
    if ((end - height) / side < 0.5) continue;
    const at = `M${(column * size).toFixed(1)} `;
    marks += label
      ? `${at}${(height - size / 2).toFixed(1)}l${size / 2} ${size * 0.87}h${-size}z`
      : `${at}${height.toFixed(1)}h0`;
  }
  return marks;
}

/**
 * An SVG drawing in CSS pixels that is drawn anew each time and keeps the elements of last time.
 */
export class Picture {
  root = document.createElementNS(SVG, "svg");
  width = 0;
  height = 0;
  /** @type {Map<string, {part: SVGElement, look: Look, turn: number}>} */
  elements = new Map();
  turn = 0; // counts the drawings
  /** @type {SVGElement | null} */
  latest = null;
  /** @type {Map<string, {from: unknown[], made: any}>} */
  kept = new Map();

  /** @param {(changes: Numbers) => void} set what a pulled handle does */
  constructor(set) {
    this.set = set;
    this.root.setAttribute("role", "img");
  }

  /**
   * Draw, and take away what is not drawn any more.
   * @param {() => void} draw
   */
  redraw(draw) {
    this.turn++;
    this.latest = null;
    draw();
    for (const [key, { part, turn }] of this.elements) {
      if (turn !== this.turn) {
        part.remove();
        this.elements.delete(key);
      }
    }
  }

  /**
   * Make what takes long, such as a path, only when what it is made from has changed.
   * @template Made
   * @param {string} key
   * @param {unknown[]} from
   * @param {() => Made} make
   * @returns {Made}
   */
  keep(key, from, make) {
    const all = [...from, this.width, this.height];
    const known = this.kept.get(key);
    if (known && all.every((part, i) => part === known.from[i])) return known.made;
    const made = make();
    this.kept.set(key, { from: all, made });
    return made;
  }

  /**
   * Draw one element on top of what this drawing has so far.
   * @param {string} tag
   * @param {string} key
   * @param {Look} attributes
   * @param {string} [text]
   */
  add(tag, key, attributes, text) {
    let known = this.elements.get(key);
    if (!known) {
      known = { part: document.createElementNS(SVG, tag), look: {}, turn: 0 };
      this.elements.set(key, known);
      if (this.latest) this.latest.after(known.part);
      else this.root.prepend(known.part);
    }
    const { part, look, turn } = known;
    if (turn === this.turn) throw new Error(`${key} drawn twice`);
    known.turn = this.turn;
    this.latest = part;
    for (const name in attributes) {
      const value = attributes[name];
      if (value === look[name]) continue; // to ask the part itself takes longer
      part.setAttribute(name, typeof value === "number" ? value.toFixed(2) : value);
    }
    if (text !== undefined) say(part, text);
    known.look = attributes;
    return part;
  }

  /**
   * @param {string} key
   * @param {string} d
   * @param {string} colour a name of the palette
   * @param {Look} [more]
   */
  path(key, d, colour, more) {
    const stroke = `var(--${colour})`;
    this.add("path", key, { d, stroke, fill: "none", "stroke-width": "2.5", ...more });
  }

  /**
   * @param {string} key
   * @param {[number, number]} from
   * @param {[number, number]} to
   * @param {string} colour
   * @param {Look} [more]
   */
  line(key, [x1, y1], [x2, y2], colour, more) {
    const stroke = `var(--${colour})`;
    this.add("line", key, { x1, y1, x2, y2, stroke, "stroke-width": "1.2", ...more });
  }

  /**
   * @param {string} key
   * @param {number} x
   * @param {number} y
   * @param {string} text
   * @param {string} colour
   * @param {Look} [more] such as `text-anchor`
   */
  text(key, x, y, text, colour, more) {
    this.add("text", key, { x, y, fill: `var(--${colour})`, ...more }, text);
  }

  /**
   * @param {string} key
   * @param {number} x
   * @param {number} y
   * @param {string} colour
   * @param {string} [r] radius
   */
  dot(key, x, y, colour, r = "5.5") {
    const look = { fill: `var(--${colour})`, stroke: "var(--paper)", "stroke-width": "2" };
    this.add("circle", key, { cx: x, cy: y, r, ...look });
  }

  /**
   * Pile samples up where they crowd: class 0 below the height of its label, class 1 above.
   * @param {string} key
   * @param {ArrayLike<number>} x
   * @param {ArrayLike<number>} y
   * @param {Scale} across
   * @param {Scale} up
   * @param {number} most of them are drawn, evenly spread over their ranks
   * @param {[number, number]} ends of the piles
   */
  samples(key, x, y, across, up, most, ends) {
    const size = Math.min(8, Math.max(4, this.width / 95));
    const stroke = "var(--class-0)";
    const round = { stroke, "stroke-width": 0.75 * size, "stroke-linecap": "round" };
    for (const label of [0, 1]) {
      const d = this.keep(`${key} ${label}`, [x], () => {
        const every = Math.ceil(x.length / most / 8); // for it takes long to sort them all
        const some = [];
        for (let i = 0; i < x.length; i += every) if (y[i] === label) some.push(x[i]);
        const sorted = Float64Array.from(some).sort();
        const step = Math.max(1, (sorted.length - 1) / (most - 1));
        return piled(sorted, step, size, label, across, up(label), ends[1 - label]);
      });
      const look = label ? { fill: "var(--class-1)" } : round;
      this.add("path", `${key} ${label}`, { d, ...look });
    }
  }

  /**
   * Draw samples, and over them a neuron's line z, curve ŷ and boundary.
   * @param {[number, number]} sides
   * @param {[number, number]} ends
   * @param {object} scene
   * @param {ArrayLike<number>} scene.x
   * @param {ArrayLike<number>} scene.y
   * @param {number} scene.weight
   * @param {number} scene.bias
   * @param {number} scene.most of the samples of a class that are drawn
   * @param {number} [scene.best] boundary
   * @param {boolean} [scene.own] whether the samples are the reader's, on a scale of their own
   * @param {boolean} [scene.lined] whether the line z is drawn
   */
  neuron([left, right], [top, foot], { x, y, weight, bias, most, best, own, lined = true }) {
    const ends = this.keep("ends", [x], /** @returns {[number, number]} */ () => {
      let [low, high] = own ? [x[0], x[0]] : [-4, 7.2];
      for (let i = 0; i < x.length; i++) {
        low = Math.min(low, x[i]);
        high = Math.max(high, x[i]);
      }
      const margin = own ? 0.1 * (high - low || 1) : 0;
      return [low - margin, high + margin];
    });
    const across = scale(ends, [left + 4, right]);
    const up = scale([-0.5, 1.72], [foot, top]);
    const z = (/** @type {number} */ at) => weight * at + bias;
    this.axisY("ŷ", up, [left, right], [0, 0.5, 1]);
    this.axisX("x", across, foot, ticksBetween(...ends, own ? 4 : 8), "");
    this.text("x", right, foot + 19, "x", "ink", { "text-anchor": "end" });
    this.samples("sample", x, y, across, up, most, [top, foot]);
    const thin = { "stroke-width": "1.8" };
    if (lined) {
      const line = curve(...ends, 1, z, across, up, [
        [left, right],
        [top, foot],
      ]);
      this.path("line", line, "neuron", { ...DASHED, ...thin });
      const inset = 0.05 * (ends[1] - ends[0]);
      const [first, last] = [ends[0] + inset, ends[1] - inset];
      const out = Math.min(last, Math.max(first, (1.4 - bias) / weight || 0));
      const height = up(Math.max(-0.4, Math.min(1.4, z(out)))) - 7;
      this.text("z text", across(out) - 6, height, "z", "neuron", { "text-anchor": "end" });
    }
    const bent = curve(...ends, 120, (at) => sigmoid(z(at)), across, up);
    this.path("curve", bent, "neuron", { "stroke-width": "3.5" });
    if (best !== undefined) {
      const look = { ...DOTTED, ...thin };
      this.line("best", [across(best), top], [across(best), foot], "best-line", look);
      this.text("best text", across(best) + 6, up(0) + 17, "best line’s", "best-line");
    }
    const at = across(-bias / weight);
    if (at > left && at < right) {
      this.line("boundary", [at, top], [at, foot], "ink", thin);
      this.dot("half", at, up(0.5), "neuron");
    }
    this.text("ŷ text", left + 4, up(sigmoid(z(ends[0]))) - 7, "ŷ", "neuron");
    return { across, up };
  }

  /**
   * Draw a dot that a pointer can drag, the nearest. It only moves sliders, which keyboards have.
   * @param {string} key
   * @param {number} x
   * @param {number} y
   * @param {string} colour
   * @param {(x: number, y: number) => Numbers} move from where the pointer is to what changes
   */
  handle(key, x, y, colour, move) {
    this.dot(`${key} seen`, x, y, colour, "8");
    const look = { cx: x, cy: y, r: REACH, class: "live-handle" };
    const area = this.add("circle", `${key} handle`, look);
    area.onpointermove = (event) => {
      if (!area.hasPointerCapture(event.pointerId)) return;
      const box = this.root.getBoundingClientRect();
      this.set(move(event.x - box.x, event.y - box.y));
    };
    if (area.onpointerdown) return;
    // CSS's touch-action does not keep Chromium from scrolling here
    area.addEventListener("touchstart", (touch) => touch.preventDefault(), { passive: false });
    area.onpointerdown = (down) => {
      const away = (/** @type {Element} */ handle) => {
        const box = handle.getBoundingClientRect();
        return Math.hypot(box.x + REACH - down.x, box.y + REACH - down.y);
      };
      [...this.root.querySelectorAll(".live-handle")]
        .sort((a, b) => away(a) - away(b))[0]
        .setPointerCapture(down.pointerId);
      down.preventDefault();
    };
  }

  /**
   * Draw a horizontal axis at height `y` with a word at its end.
   * @param {string} key
   * @param {Scale} across
   * @param {number} y
   * @param {number[]} ticks
   * @param {string} label
   * @param {(value: number) => string} [show]
   */
  axisX(key, across, y, ticks, label, show = plain) {
    for (const [i, value] of ticks.entries()) {
      const x = across(value);
      this.line(`${key} ${i}`, [x, y], [x, y + 5], "muted");
      this.text(`${key} ${i} text`, x, y + 19, show(value), "muted", { "text-anchor": "middle" });
    }
    this.text(`${key} label`, this.width - 4, y + 19, label, "ink", { "text-anchor": "end" });
  }

  /**
   * Draw the ticks of a vertical axis at the left, with lines across from `left` to `right`.
   * @param {string} key
   * @param {Scale} up
   * @param {[number, number]} sides
   * @param {number[]} ticks
   * @param {(value: number) => string} [show]
   */
  axisY(key, up, [left, right], ticks, show = plain) {
    for (const [i, value] of ticks.entries()) {
      const y = up(value);
      this.line(`${key} ${i}`, [left, y], [right, y], "grid");
      const end = { "text-anchor": "end" };
      this.text(`${key} ${i} text`, left - 6, y + 4.5, show(value), "muted", end);
    }
  }
}

/**
 * Put a live figure in the place of the static one, at the same size.
 * @param {HTMLElement} place
 * @param {LiveFigure<any>} figure
 */
export async function mount(place, figure) {
  const answer = await fetch(new URL(figure.source, import.meta.url));
  const source = await answer.json();
  const image = place.querySelector("img");
  const panel = place.querySelector(".live-panel");
  if (!image || !panel) throw new Error("a live figure needs a static one, and room");
  const id = `live-${place.dataset.live}`;
  const board = new Board(figure.controls(source), figure.values, id);
  const picture = new Picture((changes) => board.set(changes));
  const stage = element("div", { class: "live-stage" }, picture.root);
  const side = (/** @type {string} */ name) => image.getAttribute(name);
  stage.style.aspectRatio = `${side("width")} / ${side("height")}`;
  const status = element("p", { class: "live-status", role: "status" });
  const hint = element("p", { class: "live-hint" }, figure.hint);

  let asked = false;
  let resting = 0;
  const draw = () => {
    asked = false;
    const values = figure.compute(board.state, source);
    for (const show of board.showing) show(values);
    if (!picture.width) return; // it has not been laid out
    picture.redraw(() => figure.draw(picture, board.state, values, source));
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(draw);
    asked = true;
  };
  const describe = () => {
    const sentence = figure.describe(board.state, figure.compute(board.state, source), source);
    picture.root.setAttribute("aria-label", sentence);
    return sentence;
  };
  board.changed = () => {
    ask();
    say(hint, figure.hint);
    clearTimeout(resting);
    resting = setTimeout(() => say(status, describe()), REST);
  };
  board.explain = (reason) => [hint, status].forEach((part) => say(part, reason));
  new ResizeObserver(([{ contentRect }]) => {
    const { width, height } = contentRect;
    Object.assign(picture, { width, height });
    picture.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    ask();
  }).observe(stage);

  describe();
  image.replaceWith(stage);
  panel.append(hint, ...board.rows, status);
  figure.attach?.(panel, board, source);
  place.classList.add("is-live");
}

/**
 * The form elements of a figure, and the state that they hold together.
 */
class Board {
  changed = () => {};
  explain = (/** @type {string} */ _reason) => {};
  playing = 0; // counts up whenever something else happens
  /** @type {Numbers} */
  goal = {}; // where the sliders glide to
  /** @type {Numbers} */
  first = {};
  /** @type {Map<string, Slider>} */
  sliders = new Map();
  /** @type {((values: Numbers) => void)[]} what writes the state and the values into the form */
  showing = [];
  /** @type {HTMLElement[]} */
  rows = [];

  /**
   * @param {Control[]} controls
   * @param {Value[]} values
   * @param {string} id
   */
  constructor(controls, values, id) {
    /** @type {HTMLElement} */
    let buttons = element("div", { class: "live-row live-buttons" });
    for (const control of controls) {
      if ("act" in control) {
        if (!buttons.childElementCount) this.rows.push(buttons);
        buttons.append(
          control.kind === "button" ? this.makeButton(control) : this.makePlayer(control),
        );
      } else {
        this.first[control.name] = control.value;
        const own = `${id}-${control.name}`;
        this.rows.push(
          control.kind === "slider" ? this.makeSlider(control, own) : this.makeChoice(control, own),
        );
      }
    }
    const reset = element("button", { type: "button", class: "live-reset" }, "Reset");
    reset.addEventListener("click", () => this.set(this.first));
    const last = this.rows.at(-1);
    if (!buttons.childElementCount) {
      if (last?.querySelector("fieldset")) buttons = last;
      else this.rows.push(buttons);
    }
    buttons.append(reset);
    this.state = { ...this.first };
    this.rows.push(this.makeValues(values));
  }

  /**
   * Change the state, and stop what plays.
   * @param {Numbers} changes
   */
  set(changes) {
    this.playing++;
    this.goal = {};
    this.put(changes);
  }

  /**
   * Change the state. Sliders keep it within their ends.
   * @param {Numbers} changes
   */
  put(changes) {
    for (const name in changes) {
      const { min, max, whole } = this.sliders.get(name) ?? { min: -Infinity, max: Infinity };
      const within = Math.min(max, Math.max(min, changes[name]));
      this.state[name] = whole ? Math.round(within) : within;
    }
    this.changed();
  }

  /**
   * The slider that could not show what a button would change, if there is one.
   * @param {Numbers} changes
   */
  refuses(changes) {
    return [...this.sliders.values()].find(
      ({ name, min, max }) => changes[name] < min || changes[name] > max,
    );
  }

  /**
   * Let the sliders move to where a button sends them, unless the reader wants no motion.
   * @param {Numbers} goal
   */
  glide(goal) {
    if (still.matches) return this.set(goal);
    this.set({});
    this.goal = goal;
    const [from, turn, start] = [{ ...this.state }, this.playing, performance.now()];
    const move = (/** @type {number} */ now) => {
      if (turn !== this.playing) return;
      const done = Math.max(0, (now - start) / GLIDE);
      if (done >= 1) return this.set(goal);
      const part = done * done * (3 - 2 * done);
      const mixed = { ...goal };
      for (const name in goal) mixed[name] = from[name] + (goal[name] - from[name]) * part;
      this.put(mixed);
      requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
  }

  /**
   * @param {Slider} control
   * @param {string} id
   */
  makeSlider(control, id) {
    this.sliders.set(control.name, control);
    const { name, label, decades, show } = control;
    const inward = decades ? Math.log10 : Number;
    const outward = decades ? (/** @type {number} */ at) => 10 ** at : Number;
    const [min, max] = [inward(control.min), inward(control.max)];
    const input = element("input", { type: "range", id, name, min, max, step: control.step });
    const output = element("output", { for: id, name, "aria-live": "off" });
    const write = writer(output, show);
    input.addEventListener("input", () => this.set({ [name]: outward(input.valueAsNumber) }));
    this.showing.push(() => {
      const value = this.state[name];
      if (!write(value)) return;
      input.value = String(inward(value));
      input.setAttribute("aria-valuetext", show(value));
    });
    const title = element("label", { for: id }, label);
    return element("div", { class: "live-row" }, title, input, output);
  }

  /**
   * @param {Choice} control
   * @param {string} id
   */
  makeChoice({ name, label, options }, id) {
    const group = element("fieldset", {}, element("legend", {}, label));
    for (const [value, text] of options) {
      const input = element("input", { type: "radio", name: id, value, "data-name": name });
      input.addEventListener("change", () => this.set({ [name]: value }));
      this.showing.push(() => (input.checked = this.state[name] === value));
      group.append(element("label", {}, input, text));
    }
    return element("div", { class: "live-row" }, group);
  }

  /** @param {Button} control */
  makeButton({ label, act }) {
    const made = element("button", { type: "button" }, label);
    // a second click adds to where the first one sends
    const changes = () => act({ ...this.state, ...this.goal });
    // stays focusable while it is refused, so that a keyboard keeps its place
    made.addEventListener("click", () => {
      const end = this.refuses(changes());
      if (!end) return this.glide(changes());
      const { label, show, min, max } = end;
      this.explain(`${label} goes from ${show(min)} to ${show(max)}, no further.`);
    });
    let shown = "";
    this.showing.push(() => {
      const refused = String(!!this.refuses(changes()));
      // to write the same again would have it laid out again
      if (refused !== shown) made.setAttribute("aria-disabled", (shown = refused));
    });
    return made;
  }

  /** @param {Player} control */
  makePlayer({ label, every, act }) {
    const made = element("button", { type: "button", class: "live-play" });
    let playing = -1;
    const show = () => say(made, playing === this.playing ? "Pause" : label);
    let due = 0;
    const move = (/** @type {number} */ now) => {
      if (playing !== this.playing) return show();
      if (this.refuses(act(this.state))) this.playing++;
      else if (now >= due) {
        due = Math.max(due + every(this.state), now);
        this.put(act(this.state));
      }
      requestAnimationFrame(move);
    };
    made.addEventListener("click", () => {
      const wasPlaying = playing === this.playing;
      this.set(this.refuses(act(this.state)) ? this.first : {});
      if (wasPlaying) return show();
      playing = this.playing;
      due = performance.now() + every(this.state);
      requestAnimationFrame(move);
      show();
    });
    this.showing.push(show);
    return made;
  }

  /** @param {Value[]} values */
  makeValues(values) {
    const list = element("dl", { class: "live-values" });
    for (const { name, label, show } of values) {
      const output = element("output", { name, "aria-live": "off" });
      const write = writer(output, show);
      this.showing.push((computed) => write(computed[name]));
      list.append(element("div", {}, element("dt", {}, label), element("dd", {}, output)));
    }
    return list;
  }
}

/**
 * @param {HTMLElement} output
 * @param {(value: number) => string} show for people; programs and tests read the exact value
 * @returns {(value: number) => boolean} writes a value, and says whether it is another than before
 */
function writer(output, show) {
  /** @type {number | undefined} */
  let written;
  return (value) => {
    if (Object.is(value, written)) return false;
    written = value;
    output.dataset.value = String(value);
    say(output, show(value));
    return true;
  };
}

/**
 * Change the text of an element and keep its node, so that no style has to be found anew.
 * @param {Element} part
 * @param {string} text
 */
function say(part, text) {
  const known = part.firstChild;
  if (!(known instanceof Text)) part.append(text);
  else if (known.data !== text) known.data = text;
}
