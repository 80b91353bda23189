// @ts-check
// Shapes as outlines in a square of 16 px, which a font needs: it knows no strokes. Where outlines overlap, the winding
// decides: what runs clockwise is solid, what runs counterclockwise is cut out.

/** @typedef {readonly [x: number, y: number]} Point */
/**
 * A straight line to a point or, with a radius, a part of a circle.
 * @typedef {object} Step
 * @property {Point} to
 * @property {number} [radius]
 * @property {boolean} [isLarge]
 * @property {boolean} [isClockwise]
 */
/** @typedef {readonly Step[]} Outline its first step is where it starts */

export const SIZE = 16;
const CENTER = 8;
const RADIUS = 7;

/**
 * A point on a circle. Turns are counted clockwise from 12 o'clock.
 * @param {number} radius
 * @param {number} turns
 * @param {Point} [center]
 * @returns {Point}
 */
export function onCircle(radius, turns, [x, y] = [CENTER, CENTER]) {
  const angle = 2 * Math.PI * turns;
  return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)];
}

/**
 * @param {number} radius
 * @param {boolean} isClockwise
 * @returns {Outline}
 */
function circle(radius, isClockwise) {
  const half = { radius, isLarge: false, isClockwise };
  const [top, bottom] = [onCircle(radius, 0), onCircle(radius, 0.5)];
  return [{ to: top }, { to: bottom, ...half }, { to: top, ...half }];
}

/**
 * A part of the ring from one turn to another. Its outer edge is on the common circle.
 * @param {number} thickness
 * @param {number} [from]
 * @param {number} [to]
 * @returns {Outline[]}
 */
export function ring(thickness, from = 0, to = 1) {
  const inner = RADIUS - thickness;
  if (to - from >= 1) {
    return [circle(RADIUS, true), circle(inner, false)];
  }
  const isLarge = to - from > 0.5;
  return [
    [
      { to: onCircle(RADIUS, from) },
      { to: onCircle(RADIUS, to), radius: RADIUS, isLarge, isClockwise: true },
      { to: onCircle(inner, to) },
      { to: onCircle(inner, from), radius: inner, isLarge, isClockwise: false },
    ],
  ];
}

/** @returns {Outline} */
export const disc = () => circle(RADIUS, true);

/**
 * Twice the area, positive if the points run clockwise.
 * @param {readonly Point[]} points
 */
const windingOf = (points) =>
  points.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);

/**
 * @param {readonly Point[]} points in any direction
 * @returns {Outline}
 */
export const solid = (points) => (windingOf(points) > 0 ? points : [...points].reverse()).map((to) => ({ to }));

/**
 * @param {readonly Point[]} points in any direction
 * @returns {Outline}
 */
export const hole = (points) => (windingOf(points) < 0 ? points : [...points].reverse()).map((to) => ({ to }));

/**
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 * @returns {Point[]}
 */
export const box = (left, top, width, height) => [
  [left, top],
  [left + width, top],
  [left + width, top + height],
  [left, top + height],
];

/**
 * A line through some points. Its corners are mitered, its ends are cut off straight.
 * @param {readonly Point[]} points
 * @param {number} thickness
 * @returns {Outline}
 */
export function line(points, thickness) {
  const half = thickness / 2;
  const normals = points.slice(1).map(([x, y], index) => {
    const [fromX, fromY] = points[index] ?? [0, 0];
    const length = Math.hypot(x - fromX, y - fromY);
    return /** @type {const} */ ([-(y - fromY) / length, (x - fromX) / length]);
  });
  /** @param {number} side @returns {Point[]} */
  const edge = (side) =>
    points.map(([x, y], index) => {
      const before = normals[Math.max(index - 1, 0)] ?? [0, 0];
      const after = normals[Math.min(index, normals.length - 1)] ?? before;
      const [sumX, sumY] = [before[0] + after[0], before[1] + after[1]];
      const scale = (2 * half * side) / (sumX * sumX + sumY * sumY);
      return [x + sumX * scale, y + sumY * scale];
    });
  return solid([...edge(1), ...edge(-1).reverse()]);
}

/**
 * The outlines as the `d` of an SVG path.
 * @param {readonly Outline[]} outlines
 * @param {number} [scale]
 */
export function pathOf(outlines, scale = 1) {
  /** @param {number} value */
  const number = (value) => String(Math.round(value * scale * 100) / 100);
  return outlines
    .map((steps) =>
      steps
        .map(({ to: [x, y], radius, isLarge, isClockwise }, index) => {
          const step =
            radius === undefined
              ? 'L'
              : `A${number(radius)} ${number(radius)} 0 ${Number(isLarge)} ${Number(isClockwise)} `;
          return `${index === 0 ? 'M' : step}${number(x)} ${number(y)}`;
        })
        .join('')
        .concat('Z'),
    )
    .join('');
}
