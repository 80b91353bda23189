// A mocha reporter: prints as `spec` (or `dot`) does, or, where the tests print tables themselves, the failures alone (`quiet`);
// leaves the counts in the file $TEST_RESULTS.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

const { TEST_REPORTER } = process.env;
const Base = TEST_REPORTER === 'dot' ? reporters.Dot : TEST_REPORTER === 'quiet' ? reporters.Base : reporters.Spec;

module.exports = class CountingReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      if (TEST_REPORTER === 'quiet') {
        this.epilogue();
      }
      const { passes: passed, failures: failed, pending: skipped } = runner.stats;
      if (process.env.TEST_RESULTS) {
        writeFileSync(process.env.TEST_RESULTS, JSON.stringify({ passed, failed, skipped }));
      }
    });
  }
};
