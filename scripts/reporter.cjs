// A mocha reporter: prints like `spec` or `dot`, or, if the tests print tables themselves, only the failures (`quiet`).
// Adds to $TEST_RESULTS line by line, so that a killed run leaves its results and the test that it was in.
const { appendFileSync } = require('node:fs');
const { reporters } = require('mocha');

const { TEST_REPORTER, TEST_RESULTS } = process.env;
const BASES = { dot: reporters.Dot, quiet: reporters.Base };
const Base = BASES[TEST_REPORTER] ?? reporters.Spec;

/** @param {object} line as `results.mjs` reads it */
function note(line) {
  if (TEST_RESULTS) {
    appendFileSync(TEST_RESULTS, `${JSON.stringify(line)}\n`);
  }
}

module.exports = class NotingReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    const begin = (runnable) => note({ kind: 'begins', title: runnable.fullTitle(), limitMs: runnable.timeout() });
    runner.on('hook', begin);
    runner.on('test', begin);
    runner.on('hook end', () => note({ kind: 'ends' }));
    runner.on('pending', () => note({ kind: 'skipped' }));
    runner.on('pass', (test) => note({ kind: 'passed', title: test.fullTitle(), ms: test.duration }));
    runner.on('fail', (test, { message }) =>
      note({ kind: 'failed', title: test.fullTitle(), ms: test.duration ?? 0, message: String(message) }),
    );
    runner.once('end', () => {
      if (TEST_REPORTER === 'quiet') {
        this.epilogue();
      }
      note({ kind: 'over' });
    });
  }
};
