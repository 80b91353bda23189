// A mocha reporter: prints as `spec` (or `dot`) does, and leaves the counts in the file $TEST_RESULTS.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

const Base = process.env.TEST_REPORTER === 'dot' ? reporters.Dot : reporters.Spec;

module.exports = class CountingReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = runner.stats;
      if (process.env.TEST_RESULTS) {
        writeFileSync(process.env.TEST_RESULTS, JSON.stringify({ passed, failed, skipped }));
      }
    });
  }
};
