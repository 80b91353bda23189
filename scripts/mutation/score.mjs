// @ts-check

/**
 * @typedef {object} Counts
 * @property {string} part
 * @property {number} killed by a test that fails
 * @property {number} timedOut by a test that does not end
 * @property {number} survived
 * @property {number} uncovered no test reaches them
 * @property {number} untested reached, but not tested in this run and the ones before
 * @property {number} fixed take effect only while code is loaded, so they aren't tested, and don't count
 */

/** The normal distribution has 95 % of its values within so many standard deviations. */
const DEVIATIONS = 1.96;
const PERCENT = 100;

/**
 * The share of mutants that tests notice. Those that were tested are a random sample of those that tests reach.
 * @param {Counts} counts
 * @returns {{ all: number, covered: number, margin: number }} in percent; `margin` is that of `all`
 */
export function scoreOf({ killed, timedOut, survived, uncovered, untested }) {
  const noticed = killed + timedOut;
  const tested = noticed + survived;
  const reached = tested + untested;
  const total = reached + uncovered;
  if (total === 0) {
    return { all: PERCENT, covered: PERCENT, margin: 0 };
  }
  const share = tested === 0 ? 0 : noticed / tested;
  const rest = reached > 1 ? (reached - tested) / (reached - 1) : 0;
  const margin = tested === 0 ? 1 : DEVIATIONS * Math.sqrt(((share * (1 - share)) / tested) * rest);
  const weight = (PERCENT * reached) / total;
  return { all: weight * share, covered: PERCENT * share, margin: weight * margin };
}

/** @param {readonly Counts[]} parts @returns {Counts} */
const sumOf = (parts) => {
  /** @param {Exclude<keyof Counts, 'part'>} name */
  const sum = (name) => parts.reduce((total, counts) => total + counts[name], 0);
  return {
    part: 'all',
    killed: sum('killed'),
    timedOut: sum('timedOut'),
    survived: sum('survived'),
    uncovered: sum('uncovered'),
    untested: sum('untested'),
    fixed: sum('fixed'),
  };
};

/**
 * A Markdown table of the scores, with their sum if there are several.
 * @param {readonly Counts[]} parts
 * @param {number} held the percentage that tests have to notice
 */
export function tableOf(parts, held) {
  const rows = (parts.length > 1 ? [...parts, sumOf(parts)] : parts).map((counts) => {
    const { all, covered, margin } = scoreOf(counts);
    const range = margin > 0 ? ` ± ${margin.toFixed(1)}` : '';
    const { part, killed, timedOut, survived, uncovered, untested, fixed } = counts;
    const numbers = [killed, timedOut, survived, uncovered, untested, fixed];
    return [part, ...numbers, `${covered.toFixed(1)} %`, `${all.toFixed(1)}${range} %`, all >= held ? 'yes' : 'NO'];
  });
  const titles = ['part', 'killed', 'timed out', 'survived', 'not covered', 'not tested', 'while loading'];
  const head = [...titles, 'score of covered', 'score', `at least ${held} %`];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
