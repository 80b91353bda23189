import * as assert from 'node:assert/strict';
import path from 'node:path';
import { MAX_ANSWER_BYTES, resultText } from '../../../../src/core/agent/modelText';
import { inShort, runForAgent } from '../../../../src/core/agent/runForAgent';
import type { Run, RunMember } from '../../../../src/core/runs/run';
import { aJob } from '../../../support/aJob';

const member = (id: string, more: Partial<RunMember>): RunMember => ({
  id,
  export: 'Payouts',
  accountId: 'a',
  saved: undefined,
  replays: undefined,
  fileName: undefined,
  parameters: undefined,
  period: undefined,
  job: undefined,
  state: 'done',
  sentence: undefined,
  file: undefined,
  ...more,
});
const runOf = (...members: readonly RunMember[]): Run => ({
  id: 'r',
  name: 'Run',
  isSet: true,
  source: undefined,
  startedAtMs: 0,
  folder: '/r',
  remoteFolder: undefined,
  members,
  manifestProblem: undefined,
});

describe('A run given to an agent', () => {
  it('says when a result was made that was there before', () => {
    const completedAt = Date.parse('2026-11-02T08:00:00Z');
    const job = aJob({ id: 'old', status: 'COMPLETED', completedAt });
    const jobOf = (_accountId: string, jobId: string) => (jobId === 'old' ? job : undefined);
    const { members } = runForAgent(
      runOf(
        member('1', { job: { id: 'new', isExisting: false, replayOf: undefined } }),
        member('2', { job: { id: 'old', isExisting: true, replayOf: undefined } }),
        member('3', { job: { id: 'unlisted', isExisting: true, replayOf: undefined } }),
      ),
      { refOf: () => 'IR1', jobOf },
    );
    assert.deepEqual(
      members.map(({ earlierResultOf }) => earlierResultOf),
      [undefined, '2026-11-02T08:00:00.000Z', 'unknown time'],
    );
  });

  const options = { refOf: () => 'IR1', jobOf: () => undefined };
  const file = { uri: 'file:///r/a.csv', bytes: 9, rows: 2 };

  it('has its tables, and the manifest that lists the results', () => {
    const tables = [
      { export: undefined, format: 'Parquet', key: ['Id'], isSettled: true, file, sourceCount: 3, notes: ['A note'] },
      { export: 'Payouts', format: 'CSV', key: [], isSettled: true, sentence: 'No column Id' },
    ] as const;
    const run = { ...runOf(member('1', { file })), tables };
    const { tables: read, manifest } = runForAgent(run, options);
    assert.deepEqual(read, [
      { format: 'Parquet', key: ['Id'], file: file.uri, rows: 2, results: 3, notes: ['A note'] },
      { export: 'Payouts', format: 'CSV', message: 'No column Id' },
    ]);
    assert.equal(manifest, path.join('/r', 'impact-manifest.json'));
  });

  it('names no manifest if there is none', () => {
    const manifestOf = (more: Partial<Run>, state: RunMember['state'] = 'done') =>
      runForAgent({ ...runOf(member('1', { state })), ...more }, options).manifest;
    assert.deepEqual(
      [manifestOf({ manifestProblem: 'No space' }), manifestOf({ remoteFolder: 'memfs:/r' }), manifestOf({}, 'failed')],
      [undefined, undefined, undefined],
    );
    assert.equal(runForAgent(runOf(), options).tables, undefined);
  });

  it('says which days a piece has, and whether it was there', () => {
    const { members, wasInProgress } = runForAgent(
      runOf(
        member('1', { piece: { start: '2026-09-01', end: '2026-09-30' }, isKept: true }),
        member('2', { piece: { start: '2026-10-01', end: '2026-10-12' } }),
      ),
      { ...options, isJoined: true },
    );
    assert.deepEqual(
      members.map(({ piece, wasThere }) => [piece, wasThere]),
      [
        ['2026-09', true],
        ['2026-10-01/2026-10-12', undefined],
      ],
    );
    assert.equal(wasInProgress, true);
  });

  it('is short, also of thousands of pieces, and lists those without a result first', () => {
    const sentence = 'impact.com has refused the export. '.repeat(20);
    const pieces = Array.from({ length: 4_000 }, (_, index) =>
      member(String(index), index % 1_000 === 999 ? { state: 'failed', sentence } : { file }),
    );
    const answer = inShort(runForAgent(runOf(...pieces), options));
    assert.deepEqual(
      answer.members.slice(0, 5).map(({ state }) => state),
      ['failed', 'failed', 'failed', 'failed', 'done'],
    );
    assert.equal(answer.members.length + (answer.moreMembers ?? 0), 4_000);
    const { text } = resultText(answer);
    assert.ok(Buffer.byteLength(text) < MAX_ANSWER_BYTES && !text.includes('"cut"'), text.slice(0, 200));
    const few = runForAgent(runOf(member('1', {})), options);
    assert.equal(inShort(few), few);
  });
});
