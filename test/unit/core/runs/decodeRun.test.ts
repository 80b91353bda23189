import assert from 'node:assert/strict';
import path from 'node:path';
import { decodeRun } from '../../../../src/core/runs/decodeRun';
import { MEMBER_STATES, type Run, type RunMember } from '../../../../src/core/runs/run';
import { aMember } from './support/engineForTest';

const LONG = 'x'.repeat(4001);
const JOB = { id: 'job-1', isExisting: false, replayOf: undefined };
const PARAMETERS = { reportId: 'r', reportName: 'Report', format: 'CSV', filters: { SUBAID: '1' } } as const;
const FILE = { uri: 'file:///results/a.csv', bytes: 12, rows: 3 };

const aStored = (change: Partial<RunMember> = {}): RunMember => ({
  ...aMember(),
  id: 'm1',
  timeZone: 'Europe/Berlin',
  parameters: PARAMETERS,
  period: { name: 'lastMonth', start: '2026-10-01', end: '2026-10-31', timeZone: 'UTC' },
  job: JOB,
  state: 'waiting',
  sentence: 'Waits for its job.',
  file: undefined,
  ...change,
});
const aRun = (change: object = {}): object => ({
  id: 'run-1',
  name: 'Weekly',
  isSet: true,
  source: 'file:///w/.impact-jobs.json',
  startedAtMs: 1_000,
  folder: path.resolve('results'),
  remoteFolder: 'vscode-vfs://github/results',
  members: [aStored()],
  manifestProblem: 'read-only',
  ...change,
});
const decode = (value: unknown): Run | undefined => decodeRun(JSON.stringify(value));
/** The only member of a run, whose stored form has a change. */
const memberWith = (change: object): RunMember | undefined =>
  decode(aRun({ members: [{ ...aStored(), ...change }] }))?.members[0];

describe('A stored run', () => {
  it('is read as it was written', () => {
    const run = aRun({
      waitsForLimits: true,
      isCancelled: true,
      tables: [
        { format: 'CSV', key: ['Action Id'], export: 'Actions' },
        { format: 'CSV', key: [], isSettled: true, file: FILE, sourceCount: 2, notes: ['One is missing.'] },
        { format: 'CSV', key: [], isSettled: true, sentence: 'The disk is full.' },
      ],
      members: [
        aStored({ client: 'Acme', piece: { start: '2026-10-01', end: '2026-10-31' }, isRefreshed: true }),
        aStored({ id: 'm2', state: 'done', file: FILE, isKept: true }),
        aStored({ id: 'm3', state: 'failed', isBlocked: true }),
        aStored({ id: 'm4', replays: 'job-0', job: { ...JOB, isExisting: true, replayOf: 'job-0' } }),
      ],
    });
    assert.deepEqual(JSON.parse(JSON.stringify(decode(run))), JSON.parse(JSON.stringify(run)));
  });

  it('is unusable if a part of it is', () => {
    const ids = ['', '.hidden', 'a/b', 'x'.repeat(201), 5];
    const changes: readonly object[] = [
      ...ids.map((id) => ({ id })),
      ...['', LONG, 5].map((name) => ({ name })),
      ...['1000', null].map((startedAtMs) => ({ startedAtMs })),
      ...['', 'results', 5].map((folder) => ({ folder })),
      ...[[], undefined, 'members', [aStored(), aStored()], [aStored(), 'm2']].map((members) => ({ members })),
    ];
    for (const change of changes) {
      assert.equal(decode(aRun(change)), undefined, JSON.stringify(change));
    }
    assert.equal(decodeRun('{'), undefined);
    assert.equal(decodeRun('[]'), undefined);
    assert.notEqual(decode(aRun({ id: 'x'.repeat(200), name: LONG.slice(1) })), undefined);
  });

  it('lacks what is not needed and not as it should be', () => {
    const wrong = { source: 5, remoteFolder: LONG, manifestProblem: '', waitsForLimits: 'yes', isCancelled: 'yes' };
    const run = decode(aRun({ isSet: 1, ...wrong }));
    assert.deepEqual(
      [run?.isSet, run?.source, run?.remoteFolder, run?.manifestProblem, run?.waitsForLimits, run?.isCancelled],
      [false, undefined, undefined, undefined, undefined, undefined],
    );
    const tables = [{ format: 'PDF', key: [] }, 'CSV', { format: 'CSV', key: 'a' }, { format: 'CSV', key: ['a', 5] }];
    assert.deepEqual(decode(aRun({ tables }))?.tables, [
      { format: 'CSV', key: [], export: undefined },
      { format: 'CSV', key: ['a'], export: undefined },
    ]);
    assert.equal(decode(aRun({ tables: [] }))?.tables, undefined);
  });
});

describe('A stored member of a run', () => {
  it('waits again if its download was under way', () => {
    assert.equal(memberWith({ state: 'downloading' })?.state, 'waiting');
    assert.equal(memberWith({ state: 'paused' })?.state, 'paused');
  });

  it('makes the run unusable without a name, an account, or a state', () => {
    const changes = [{ id: '' }, { export: 5 }, { accountId: undefined }, { accountId: 5 }, { state: 'lost' }];
    for (const change of changes) {
      assert.equal(memberWith(change), undefined, JSON.stringify(change));
    }
    assert.equal(memberWith({ accountId: '', state: 'skipped' })?.accountId, '');
  });

  it('has what its state needs', () => {
    const usable = (change: object): string[] =>
      MEMBER_STATES.filter((state) => memberWith({ file: FILE, ...change, state }) !== undefined);
    const ended = ['failed', 'cancelled', 'skipped'];
    assert.deepEqual(usable({}), MEMBER_STATES);
    assert.deepEqual(usable({ job: undefined }), ['planned', ...ended]);
    assert.deepEqual(usable({ parameters: undefined }), ['planned', ...ended]);
    assert.deepEqual(
      usable({ file: undefined }),
      MEMBER_STATES.filter((state) => state !== 'done'),
    );
    assert.deepEqual(
      usable({ saved: undefined }),
      MEMBER_STATES.filter((state) => state !== 'planned'),
    );
    assert.deepEqual(usable({ saved: undefined, replays: 'job-0' }), MEMBER_STATES);
  });

  it('is not scheduled without a filter that cannot be read, which would give other data', () => {
    const { saved } = aMember();
    assert.ok(memberWith({ state: 'planned' }));
    assert.equal(memberWith({ state: 'planned', saved: { ...saved, filters: { SUBAID: { a: 1 } } } }), undefined);
  });

  it('lacks what is not as it should be', () => {
    const read = memberWith({
      ...{ client: '', piece: { start: '2026-10-01', end: 'soon' }, isRefreshed: 1, isKept: 'yes', isBlocked: 0 },
      ...{ timeZone: 'Moon/Base', fileName: 5, sentence: LONG, replays: '../up', file: { uri: 'file:///a' } },
      period: { name: 'lastMonth', start: '2026-10-01', end: '2026-13-01', timeZone: 'UTC' },
      job: { ...JOB, isExisting: 1, replayOf: '../up' },
    });
    assert.ok(read);
    const { client, piece, isRefreshed, isKept, isBlocked, timeZone, fileName, sentence, replays, file, period } = read;
    const lacking = [
      client,
      piece,
      isRefreshed,
      isKept,
      isBlocked,
      timeZone,
      fileName,
      sentence,
      replays,
      file,
      period,
    ];
    assert.deepEqual(lacking, Array.from({ length: 11 }));
    assert.deepEqual(read.job, JOB);
  });

  it('has a period with a name, days, and a zone, or none', () => {
    const PERIOD = aStored().period;
    for (const change of [{ name: 'someday' }, { start: 5 }, { end: undefined }, { timeZone: '' }]) {
      assert.equal(memberWith({ period: { ...PERIOD, ...change } })?.period, undefined, JSON.stringify(change));
    }
  });

  it('has a file with an address and a size, and the rows if they were counted', () => {
    const fileOf = (change: object): unknown => memberWith({ file: { ...FILE, ...change } })?.file;
    assert.deepEqual(fileOf({}), FILE);
    assert.deepEqual(fileOf({ rows: null }), { ...FILE, rows: undefined });
    assert.equal(fileOf({ uri: '' }), undefined);
    assert.equal(fileOf({ bytes: '12' }), undefined);
  });
});
