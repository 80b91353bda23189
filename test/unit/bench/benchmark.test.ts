import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function runNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  const child = spawn(process.execPath, args, { env });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

describe('A benchmark', function () {
  // Each test starts processes, which take their time where others are at work.
  this.timeout(300_000);
  const ways: Readonly<Record<string, RegExp>> = {
    childThrows: /crashing\.child\.mjs ended with 1 before it sent a message/,
    childSaysNothing: /crashing\.child\.mjs ended with 0 before it sent a message/,
    programIsMissing: /impact-jobs-no-such-program is missing: install it/,
    programFails: /sh ended with 3: broken/,
    programIsSilent: /true wrote nothing/,
    noRounds: /The rate was not measured: no round has run/,
    notANumber: /The rate was not measured: got null \(number\)/,
    emptyText: /The rate was not measured: got "" \(string\)/,
    comparedWithNothing: /The rate was not measured: there is nothing to compare with/,
    linkIsNotFilled: /curl itself came to 114 MB\/s over HTTP, which lets 125 MB\/s through/,
    nothingHeld: /No figure was compared with a bound/,
  };
  for (const [way, sentence] of Object.entries(ways)) {
    it(`ends with an error and a sentence if a part does not run: ${way}`, async () => {
      const { code, stderr } = await runNode(['out/unit/bench/crashing.child.mjs', way]);
      assert.match(stderr, /The benchmark didn't finish\./);
      assert.match(stderr, sentence);
      assert.equal(code, 1);
    });
  }

  it('fails if what it waits for never comes', async () => {
    assert.notEqual((await runNode(['out/unit/bench/crashing.child.mjs', 'neverEnds'])).code, 0);
  });

  it('shows by its exit code whether all thresholds hold', async () => {
    const codes = await Promise.all(
      ['held', 'notHeld'].map(async (way) => (await runNode(['out/unit/bench/crashing.child.mjs', way])).code),
    );
    assert.deepEqual(codes, [0, 2]);
  });

  it('of ours runs as one, and starts programs and judges figures in no other way', () => {
    const files = readdirSync('bench').filter((name) => name.endsWith('.bench.ts'));
    assert.ok(files.length >= 4, files.join());
    for (const name of files) {
      const text = readFileSync(`bench/${name}`, 'utf8');
      assert.match(text, /^await benchmark\(/m, name);
      assert.match(text, /\bat(Most|Least)\(/, name);
      assert.doesNotMatch(text, /node:child_process|console\.|HELD'|NOT HELD|Number\.NaN/, name);
    }
  });

  it('of ours fails if curl is missing, or a count is not a number', async () => {
    assert.equal((await runNode(['esbuild.mjs', '--bench'])).code, 0);
    const withoutPrograms = { ...process.env, PATH: '/nonexistent' };
    const [download, preview, list, watch] = await Promise.all([
      runNode(['out/bench/download.bench.mjs', '--mib', '1', '--rounds', '1'], withoutPrograms),
      runNode(['out/bench/preview.bench.mjs', '--mib', '1', '--rounds', '1'], withoutPrograms),
      runNode(['out/bench/list.bench.mjs', '--rounds', '0']),
      runNode(['out/bench/watch.bench.mjs', '--seed', 'x']),
    ]);
    assert.deepEqual([download.code, preview.code, list.code, watch.code], [1, 1, 1, 1]);
    assert.match(download.stderr, /curl is missing: install it/);
    assert.match(preview.stderr, /is missing: install it/);
    assert.match(list.stderr, /--rounds takes a whole number from 1, not "0"/);
    assert.match(watch.stderr, /--seed takes a whole number from 1, not "x"/);
  });
});
