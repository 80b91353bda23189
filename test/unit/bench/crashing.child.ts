// A part of a benchmark that does not run to its end, each in its own way: `node crashing.child.mjs WAY`.
import { requireFullLink } from '../../../bench/download/link';
import { benchmark } from '../../../bench/support/benchmark';
import { median, ratio } from '../../../bench/support/figures';
import { BenchChild, runProgram } from '../../../bench/support/processes';

const WAYS: Readonly<Record<string, () => unknown>> = {
  childThrows: () => new BenchChild(new URL(import.meta.url), ['throw']).next(),
  childSaysNothing: () => new BenchChild(new URL(import.meta.url), ['end']).next(),
  programIsMissing: () => runProgram('impact-jobs-no-such-program'),
  programFails: () => runProgram('sh', '-c', 'echo broken >&2; exit 3'),
  programIsSilent: () => runProgram('true'),
  noRounds: () => median('The rate', []),
  notANumber: () => median('The rate', [1, Number.NaN]),
  emptyText: () => median('The rate', ['']),
  comparedWithNothing: () => ratio('The rate', 1, 0),
  linkIsNotFilled: () => requireFullLink('HTTP', 125_000_000, [0.9, 1.1, 1.2]),
  nothingHeld: () => undefined,
  neverEnds: () => new Promise(() => undefined),
};

const [, , way = ''] = process.argv;
if (way === 'throw') {
  throw new Error('This child crashes');
}
if (way !== 'end') {
  await benchmark(async ({ atMost }) => {
    if (way === 'held' || way === 'notHeld') {
      atMost('The rate', way === 'held' ? 1 : 2, 1);
      return;
    }
    await WAYS[way]?.();
  });
}
