// @ts-check
// npm run test:mutation -- jobs share/claims.ts [--most 200] [--seconds 5] [--workers 2] [--again]
// Changes the code of folders or files of src/core in many small ways (mutants), and prints which of them no unit test
// of their folder notices, and a table of the scores. Results are kept one by one, so that an interrupted run goes on
// where it stopped, and the next one tests only what has changed. --most tests so many more, in random order, which is
// a sample; --seconds is how long the tests of one mutant may take (slower ones are left out for it, unless they are
// named after its file); --workers is how many processes run tests; --again forgets the results.
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { tableOf } from './mutation/score.mjs';
import { endTogether } from './processes.mjs';
import { root } from './root.mjs';

/** What starts processes only to kill them, or fills disks. */
const LEFT_OUT = ['faults/disk.test.ts', 'faults/process.test.ts'];
/** The folders of src/core, with the folders and files of tests that test them. */
const TESTS = {
  runs: ['unit/core/runs', 'unit/core/agent'],
  download: ['unit/core/download', 'faults'],
  watch: ['unit/core/watch'],
  share: ['unit/core/share', 'unit/core/watch'],
  api: ['unit/core/api', 'unit/core/accounts', 'unit/core/reports', 'unit/field'],
  jobs: ['unit/core/jobs', 'unit/core/arrange', 'unit/core/history'],
};
const FOLDERS = Object.keys(TESTS);
/** The percentage of mutants that tests have to notice. */
const HELD = 85;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    again: { type: 'boolean', default: false },
    most: { type: 'string', default: 'Infinity' },
    seconds: { type: 'string', default: '15' },
    workers: { type: 'string', default: '1' },
    results: { type: 'string', default: path.join(root, 'node_modules/.cache/mutation') },
  },
});
const parts = positionals.length > 0 ? positionals : FOLDERS;
const unknown = parts.find((part) => !FOLDERS.includes(part.split('/', 1)[0] ?? ''));
if (unknown) {
  throw new Error(`No mutation tests are for ${unknown}. Choose from ${FOLDERS.join(', ')}, or a file in one of them.`);
}

endTogether();
os.setPriority(os.constants.priority.PRIORITY_LOW);
await ensureInstalled();
if (values.again) {
  rmSync(values.results, { recursive: true, force: true });
}
const { PartTest, filesIn } = await import('./mutation/testPart.mjs');
const scores = [];
for (const part of parts) {
  const tests = Object.entries(TESTS)
    .flatMap(([name, places]) => (part.split('/', 1)[0] === name ? places : []))
    .map((place) => path.join(root, 'test', place))
    .flatMap((place) => ['.test.ts', '.child.ts', 'Child.ts'].flatMap((ending) => filesIn(place, ending)))
    .filter((file) => !LEFT_OUT.some((name) => file.endsWith(path.normalize(name))));
  const options = { results: values.results, most: Number(values.most), budgetMs: 1_000 * Number(values.seconds) };
  const score = await new PartTest(part, tests, options).run(Number(values.workers));
  for (const { place, original, replacement } of score.survivors) {
    console.log(`Survived: ${place}: ${original}  →  ${replacement}`);
  }
  for (const { place, original, replacement } of score.unreached) {
    console.log(`Not covered: ${place}: ${original}  →  ${replacement}`);
  }
  scores.push(score);
}
console.log(`\n${tableOf(scores, HELD)}`);
process.exit();
