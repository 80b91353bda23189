// @ts-check
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.mjs';
import { buildMutants, hashOf } from './mutantsOf.mjs';
import { TestProcess } from './process.mjs';

/** @typedef {import('./mutantsOf.mjs').Mutant} Mutant */
/** @typedef {import('./runner.mjs').Recorded} Recorded */
/** @typedef {{ key: string, status: 'killed' | 'timedOut' | 'survived', by?: string, tests: string }} Result */

/** The sum of what the tests of a round take, in ms. Most mutants die in the first, quickest tests. */
const ROUNDS_MS = [100, 1_000, 5_000];
/** A test may take so many times as long as recorded, and so much longer, before its mutant counts as endless. */
const LIMIT_FACTOR = 8;
const LIMIT_MS = 6_000;
/** A mutant may be reached so many times as often as recorded. */
const HIT_FACTOR = 100;
/** Mutants per process, and between two checks that the process still runs the unchanged code well. */
const BATCH = 40;
const CHECK_MS = 1_500;
const RECORD_LIMIT_MS = 1_800_000;
const REST_MS = 60_000;

/**
 * @param {string} place a folder or a file
 * @param {string} ending
 * @returns {string[]}
 */
export const filesIn = (place, ending) =>
  statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => path.join(place, name))
        .sort();

/** @param {string} file of results @returns {Map<string, Result>} */
function readResults(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  // A killed run may leave a line without its end.
  const whole = lines.filter((line) => line.endsWith('}'));
  return new Map(whole.map((line) => /** @type {Result} */ (JSON.parse(line))).map((result) => [result.key, result]));
}

/**
 * Splits the tests that reach a mutant into rounds: first those that are named after its file, then the others. In
 * both, quick tests of little code come first, slow tests of much code last.
 * @param {string[]} titles
 * @param {Recorded} recorded
 * @param {number} budgetMs what the sum of the others may take; the last ones are left out
 * @param {string} [name] of the mutant's file, without its ending
 */
function roundsOf(titles, recorded, budgetMs, name) {
  const own = titles.filter((title) => name !== undefined && recorded.tests[title]?.of === name);
  const others = titles.filter((title) => !own.includes(title));
  return [...orderedRounds(own, recorded, Infinity), ...orderedRounds(others, recorded, budgetMs)];
}

/**
 * @param {string[]} titles
 * @param {Recorded} recorded
 * @param {number} budgetMs
 */
function orderedRounds(titles, { tests, reached }, budgetMs) {
  const timed = titles
    .map((title) => ({ title, ms: tests[title]?.ms ?? 0, size: Object.keys(reached[title] ?? {}).length }))
    .sort((one, other) => (one.ms + 1) * one.size - (other.ms + 1) * other.size);
  /** @type {Record<string, number>[]} */
  const rounds = [];
  let sum = 0;
  for (const { title, ms } of timed) {
    sum += ms;
    if (sum > budgetMs) {
      break;
    }
    const number = ROUNDS_MS.filter((most) => sum > most).length;
    (rounds[number] ??= {})[title] = LIMIT_MS + LIMIT_FACTOR * ms;
  }
  return rounds.filter(Boolean);
}

/** @param {Record<string, number>[]} rounds */
const limitOf = (rounds) => REST_MS + rounds.flatMap((round) => Object.values(round)).reduce((sum, ms) => sum + ms, 0);

/** Tests the mutants of one folder of src/core, or of one file in it. */
export class PartTest {
  #part;
  #tests;
  #most;
  #budgetMs;
  #file;
  /** @type {string[]} */
  #files = [];
  /** @type {Recorded} */
  #recorded = { kind: 'recorded', tests: {}, reached: {}, outside: [] };
  /** @type {Map<string, string[]>} the tests that reach a mutant */
  #reachedBy = new Map();
  #testsHash = '';

  /**
   * @param {string} part
   * @param {string[]} tests files
   * @param {{ results: string, most: number, budgetMs: number }} options `results` is a folder; `most` are the mutants
   *   to test now; `budgetMs` is the sum of what the tests of one mutant may take, by the record
   */
  constructor(part, tests, { results, most, budgetMs }) {
    this.#part = part;
    this.#tests = tests;
    this.#most = most;
    this.#budgetMs = budgetMs;
    mkdirSync(results, { recursive: true });
    this.#file = path.join(results, `${this.#folder}.jsonl`);
  }

  get #folder() {
    return this.#part.split('/', 1)[0] ?? '';
  }

  get #testRoot() {
    return path.join(root, 'node_modules/.cache/mutation', this.#folder);
  }

  /**
   * @param {number} count of processes at a time
   * @returns {Promise<import('./score.mjs').Counts & { survivors: Mutant[], unreached: Mutant[] }>}
   */
  async run(count) {
    const built = await buildMutants(this.#folder, this.#tests, this.#testRoot);
    const mutants = built.filter(({ place }) => place.split(':', 1)[0] === this.#part || this.#part === this.#folder);
    this.#files = filesIn(path.join(this.#testRoot, 'out'), '.test.mjs');
    this.#testsHash = hashOf(this.#tests.map((file) => readFileSync(file, 'utf8')).join('\n'));
    await this.#record();

    const outside = new Set(this.#recorded.outside);
    const reached = mutants.filter(({ id }) => this.#reachedBy.has(id));
    const fixed = mutants.filter(({ id }) => !this.#reachedBy.has(id) && outside.has(id));
    const unreached = mutants.filter(({ id }) => !this.#reachedBy.has(id) && !outside.has(id));
    const due = reached.filter(({ key }) => this.#resultOf(key) === undefined).slice(0, this.#most);
    console.log(`${this.#part}: ${due.length} of ${reached.length} reached mutants to test`);
    await Promise.all(Array.from({ length: count }, () => this.#work(due)));

    /** @param {string} status */
    const having = (status) => reached.filter(({ key }) => this.#resultOf(key)?.status === status);
    const [killed, timedOut, survivors] = [having('killed'), having('timedOut'), having('survived')];
    return {
      part: this.#part,
      killed: killed.length,
      timedOut: timedOut.length,
      survived: survivors.length,
      uncovered: unreached.length,
      untested: reached.length - killed.length - timedOut.length - survivors.length,
      fixed: fixed.length,
      survivors,
      unreached,
    };
  }

  /** @type {Map<string, Result> | undefined} */
  #results;

  /**
   * What is known of a mutant. One that survived is tested again when tests have changed.
   * @param {string} key
   */
  #resultOf(key) {
    this.#results ??= readResults(this.#file);
    const result = this.#results.get(key);
    return result?.status === 'survived' && result.tests !== this.#testsHash ? undefined : result;
  }

  async #record() {
    const runner = await new TestProcess(this.#testRoot, this.#files).load();
    const answer = await runner.ask({ kind: 'record' }, RECORD_LIMIT_MS);
    await runner.end();
    if (answer?.kind !== 'recorded') {
      throw new Error(`The tests of ${this.#part} did not end.`);
    }
    this.#recorded = answer;
    const tests = Object.entries(answer.tests);
    for (const [title, { failed }] of tests) {
      if (failed !== undefined) {
        console.log(`Left out, because it fails without a mutant: ${title}: ${failed}`);
        continue;
      }
      for (const id of Object.keys(answer.reached[title] ?? {})) {
        this.#reachedBy.set(id, [...(this.#reachedBy.get(id) ?? []), title]);
      }
    }
    const slow = tests.filter(([, { ms }]) => ms > this.#budgetMs).length;
    const sum = tests.reduce((total, [, { ms }]) => total + ms, 0);
    console.log(`${this.#part}: ${tests.length} tests, ${Math.round(sum / 1_000)} s, ${slow} too slow to use`);
  }

  /** @param {Mutant[]} due is emptied */
  async #work(due) {
    for (let batch = due.splice(0, BATCH); batch.length > 0; batch = due.splice(0, BATCH)) {
      if (!(await this.#testBatch(batch))) {
        console.log('The unchanged code failed after these mutants. Each of them gets a process of its own.');
        for (const mutant of batch) {
          await this.#testBatch([mutant], false);
        }
      }
    }
  }

  /**
   * @param {Mutant[]} mutants
   * @param {boolean} [isChecked] whether to test the unchanged code at the end
   * @returns {Promise<boolean>} whether the results count
   */
  async #testBatch(mutants, isChecked = true) {
    /** @type {Result[]} */
    const results = [];
    let runner = await new TestProcess(this.#testRoot, this.#files).load();
    for (const mutant of mutants) {
      let { result, isSpoilt } = await this.#test(mutant, runner);
      if (isSpoilt) {
        await runner.end();
        runner = await new TestProcess(this.#testRoot, this.#files).load();
      }
      results.push(result);
    }
    const isGood = !isChecked || (await this.#isSound(runner));
    await runner.end();
    if (isGood) {
      this.#keep(results);
    }
    return isGood;
  }

  /** @param {Result[]} results */
  #keep(results) {
    for (const result of results) {
      this.#results?.set(result.key, result);
      appendFileSync(this.#file, `${JSON.stringify(result)}\n`);
    }
    const all = [...(this.#results?.values() ?? [])];
    const survived = results.filter(({ status }) => status === 'survived').length;
    console.log(
      `${new Date().toISOString()} ${this.#part}: ${results.length} more, ${survived} survived, ${all.length}`,
    );
  }

  /**
   * Whether a process still runs the unchanged code well.
   * @param {TestProcess} runner
   */
  async #isSound(runner) {
    const passing = Object.entries(this.#recorded.tests).filter(([, { failed }]) => failed === undefined);
    const rounds = roundsOf(
      passing.map(([title]) => title),
      this.#recorded,
      CHECK_MS,
    );
    const answer = await runner.ask({ kind: 'run', rounds }, limitOf(rounds));
    return answer?.kind === 'ran' && answer.failed === undefined;
  }

  /**
   * @param {Mutant} mutant
   * @param {TestProcess} runner
   * @returns {Promise<{ result: Result, isSpoilt: boolean }>} `isSpoilt` if the process is of no more use
   */
  async #test({ id, key, place }, runner) {
    const name = path.basename(place.split(':', 1)[0] ?? '', '.ts');
    const rounds = roundsOf(this.#reachedBy.get(id) ?? [], this.#recorded, this.#budgetMs, name);
    const hits = Object.values(this.#recorded.reached).reduce((sum, counts) => sum + (counts[id] ?? 0), 0);
    const hitLimit = HIT_FACTOR * hits;
    const answer = await runner.ask({ kind: 'run', mutant: id, rounds, hitLimit }, limitOf(rounds));
    /** @param {Result['status']} status @param {string} [by] */
    const result = (status, by) => ({ key, status, ...(by && { by }), tests: this.#testsHash });
    if (answer?.kind !== 'ran') {
      return { result: result('timedOut', 'no answer'), isSpoilt: true };
    }
    const { failed, isBusy } = answer;
    if (failed?.isLate) {
      return { result: result('timedOut', failed.test), isSpoilt: true };
    }
    return { result: failed ? result('killed', failed.test) : result('survived'), isSpoilt: isBusy };
  }
}
