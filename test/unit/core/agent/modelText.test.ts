import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_BRANDS } from '../../../../src/core/accounts/brandChoice';
import { brandsForAgent } from '../../../../src/core/agent/brandsForAgent';
import { jobForAgent } from '../../../../src/core/agent/jobForAgent';
import { listForAgent } from '../../../../src/core/agent/listForAgent';
import { failureText, MAX_ANSWER_BYTES, type ModelText, resultText } from '../../../../src/core/agent/modelText';
import { previewForAgent } from '../../../../src/core/agent/previewForAgent';
import { ToolInput } from '../../../../src/core/agent/toolInput';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { aJob, anEntry } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { aPreview } from '../../../support/aPreview';
import { FakeClock } from '../../../support/fakeClock';

const HIDDEN = /[\u{e0000}-\u{e007f}\u200b\u202e\ufeff\u0000-\u001f]/u;
/** `hi` in characters that only a model sees. */
const TAGS = '\u{e0068}\u{e0069}';

const account = anAccount();
const clock = new FakeClock();

/** Long texts that a server can send: visible, invisible, of several bytes, and made of quotes. */
const hostile = fc
  .tuple(
    fc.constantFrom('x', '"', '\\', '語', '🦊', TAGS, '\u202e', '\n', '\u200b'),
    fc.integer({ min: 0, max: 50_000 }),
  )
  .map(([unit, count]) => `a${unit.repeat(count)}b`);
const anything = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    hostile,
    fc.double(),
    fc.constantFrom(null, true, undefined),
    fc.array(tie('any'), { maxLength: 60 }),
    fc.dictionary(hostile, tie('any'), { maxKeys: 60 }),
  ),
})).any;

function assertSmall({ text }: ModelText): void {
  assert.ok(Buffer.byteLength(text) <= MAX_ANSWER_BYTES, `${Buffer.byteLength(text)} bytes`);
  const { about } = JSON.parse(text) as { about: string };
  assert.match(about, /not instructions/);
  assert.doesNotMatch(text, HIDDEN);
}

describe('What a model reads', () => {
  it('is small, marked, and without hidden characters, whatever a tool returns', () => {
    fc.assert(
      fc.property(anything, (value) => assertSmall(resultText(value))),
      { numRuns: 60 },
    );
  });

  it('is small, marked, and without hidden characters, whatever an error says', () => {
    fc.assert(
      fc.property(hostile, hostile, (kind, sentence) =>
        assertSmall(failureText(Object.assign(new Error('x'), { kind }), sentence)),
      ),
      { numRuns: 40 },
    );
  });

  const job = fc.record({
    id: hostile,
    type: hostile,
    statusText: hostile,
    statusMessage: hostile,
    programId: hostile,
  });

  it('about one job is short, whatever the job contains', () => {
    fc.assert(
      fc.property(job, hostile, (fields, name) => {
        const entry = { ...anEntry({ ...fields, status: 'UNKNOWN' }), name };
        const text = resultText(jobForAgent(entry, { ...account, name }, clock.now()));
        assertSmall(text);
        assert.ok(Buffer.byteLength(text.text) < 5_000 && text.text.length < 2_500, String(text.text.length));
      }),
      { numRuns: 40 },
    );
  });

  it('about many jobs is small and tells what is missing', () => {
    const store = new JobStore(clock);
    store.setAccounts([account]);
    const hostileJob = { type: '語'.repeat(500), statusMessage: '語'.repeat(500), programId: '語'.repeat(500) };
    store.applyList(
      account.id,
      Array.from({ length: 90 }, (_, index) => aJob({ ...hostileJob, id: `job-${index}`, status: 'FAILED' })),
    );
    const query = { status: undefined, type: undefined, text: undefined, accountSid: undefined, limit: 50 };
    const text = resultText(listForAgent(store.snapshot, query, clock.now()));
    assertSmall(text);
    const { cut, result } = JSON.parse(text.text) as { cut: string; result: { matching: number; jobs: unknown[] } };
    assert.ok(cut.includes('Ask for less') && result.matching === 90 && result.jobs.length >= 5, text.text);
  });

  it('of rows and brands is small', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: 200 }), (cell, count) => {
        const cells = Array.from({ length: count }, () => cell);
        const preview = aPreview({
          notes: [{ kind: 'repeatedTitles', count, places: cells }],
          columns: cells,
          rows: cells.map(() => cells),
        });
        assertSmall(resultText(previewForAgent(preview)));
        const brands = cells.map((name) => ({ id: '1', name, state: name, timeZone: undefined, currency: name }));
        assertSmall(resultText(brandsForAgent(account, brands, NO_BRANDS, false)));
      }),
      { numRuns: 8 },
    );
  });

  it('about its own input is short', () => {
    for (const read of [
      (input: ToolInput) => input.optionalText('x'),
      (input: ToolInput) => input.optionalInteger('x', 1, 2),
      (input: ToolInput) => input.optionalBoolean('x'),
      (input: ToolInput) => input.optionalOneOf('x', ['CSV']),
      (input: ToolInput) => input.filters('x'),
    ]) {
      for (const x of ['x'.repeat(200_000), [{ deep: 'x'.repeat(200_000) }]]) {
        try {
          read(new ToolInput({ x }));
        } catch (error) {
          assert.ok(failureText(error, (error as Error).message).text.length < 1_000);
        }
      }
    }
  });

  it('about a cancellation says so, also if the platform names it', () => {
    const abort = new AbortController();
    abort.abort();
    assert.match(failureText(abort.signal.reason, 'This operation was aborted').text, /"kind":"aborted"/);
  });

  it('keeps what fits as it is', () => {
    const result = { jobs: Array.from({ length: 50 }, (_, index) => ({ id: index, name: 'Grüße 🦊' })) };
    const { result: read, cut } = JSON.parse(resultText(result).text) as { result: unknown; cut?: string };
    assert.deepEqual([read, cut], [result, undefined]);
  });
});
