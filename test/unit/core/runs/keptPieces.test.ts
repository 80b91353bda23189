import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findHeld, isUnchanged, lastFileOf } from '../../../../src/core/runs/keptPieces';
import type { Run, RunMember } from '../../../../src/core/runs/run';
import type { ManifestFile } from '../../../../src/core/savedExports/manifest';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aMember, aSavedExport } from './support/engineForTest';

const PIECE = { start: '2026-10-01', end: '2026-10-31' };

describe('The result of a piece that is there', () => {
  const files = temporaryFolder();

  const aRun = (change: Partial<Run> = {}): Run => ({
    ...{ id: 'run', name: 'Months', isSet: true, source: undefined, startedAtMs: 0, members: [] },
    ...{ folder: files.path(), remoteFolder: undefined, manifestProblem: undefined, ...change },
  });
  const aPiece = (change: Partial<RunMember> = {}): RunMember => ({
    ...{ ...aMember({ filters: { SUBAID: '1' } }), id: '1', piece: PIECE, parameters: undefined, period: undefined },
    ...{ job: undefined, state: 'planned', sentence: undefined, file: undefined, ...change },
  });
  const anEntry = (change: Partial<ManifestFile> = {}): ManifestFile => ({
    ...{ file: 'a.csv', bytes: 3, sha256: 'x', rows: 2, export: 'Actions', set: 'Months', format: 'CSV' },
    report: { id: 'agency_action_listing', name: 'Action Listing' },
    parameters: { SUBAID: '1', START_DATE: PIECE.start, END_DATE: PIECE.end },
    ...{ period: null, piece: PIECE, account: { sid: 'IRtest', kind: 'agency' } },
    job: {
      ...{ id: 'job', existedBefore: false, replayOf: null, createdAt: '2026-11-02T00:00:00.000Z' },
      ...{ startedAt: null, completedAt: null },
    },
    ...{ runAt: '2026-10-15T00:00:00.000Z', downloadedAt: '2026-11-02T00:00:00.000Z', ...change },
  });
  const held = (entry: Partial<ManifestFile> = {}, member: Partial<RunMember> = {}): ReturnType<typeof findHeld> =>
    findHeld(aRun(), aPiece(member), [anEntry(entry)], 'IRtest');
  const kindOf = async (...args: Parameters<typeof held>): Promise<string | undefined> => (await held(...args))?.kind;

  beforeEach(() => files.write('a.csv', 'abc'));

  it('becomes the file of its member, with what is known of it', async () => {
    const uri = pathToFileURL(path.join(files.path(), 'a.csv')).href;
    const change = {
      ...{ state: 'done', isKept: true, job: { id: 'job', isExisting: false, replayOf: undefined } },
      parameters: {
        ...{ reportId: 'agency_action_listing', reportName: 'Action Listing', format: 'CSV' },
        filters: anEntry().parameters,
      },
      ...{ period: undefined, file: { uri, bytes: 3, rows: 2 }, sentence: undefined },
    };
    assert.deepEqual(await held(), { kind: 'current', change });
    const period = { name: 'lastMonth', ...PIECE, timeZone: 'UTC' } as const;
    assert.deepEqual(await held({ rows: null, period }), {
      kind: 'current',
      change: { ...change, period, file: { uri, bytes: 3, rows: undefined } },
    });
  });

  it('counts only if it is what would be exported', async () => {
    const others: Partial<ManifestFile>[] = [
      { export: 'Clicks' },
      { set: null },
      { set: 'Other' },
      { account: { sid: 'IRother', kind: 'agency' } },
      { piece: { ...PIECE, start: '2026-10-02' } },
      { piece: { ...PIECE, end: '2026-10-30' } },
      { report: { id: 'other', name: 'Action Listing' } },
      { parameters: { SUBAID: '2' } },
      { format: 'JSON' },
      { file: 'gone.csv' },
      { bytes: 4 },
      { file: `../${path.basename(files.path())}/a.csv` },
    ];
    assert.equal(await kindOf(), 'current');
    for (const other of others) {
      assert.equal(await held(other), undefined, JSON.stringify(other));
    }
    assert.equal(await held({}, { saved: undefined }), undefined);
    assert.equal(await kindOf({ report: { id: 'agency_action_listing', name: 'Another name' } }), 'current');
    const alone = aRun({ isSet: false });
    assert.equal(await findHeld(alone, aPiece(), [anEntry()], 'IRtest'), undefined);
    assert.equal((await findHeld(alone, aPiece(), [anEntry({ set: null })], 'IRtest'))?.kind, 'current');
  });

  it('is stale if its days were not over where they belong', async () => {
    const job = (createdAt: string | null): Partial<ManifestFile> => ({ job: { ...anEntry().job, createdAt } });
    assert.deepEqual(
      [
        await kindOf(job('2026-10-31T23:59:00.000Z')),
        await kindOf(job('2026-11-01T00:00:00.000Z')),
        await kindOf(job(null)), // its run's time
        await kindOf(job('soon')),
      ],
      ['stale', 'current', 'stale', 'stale'],
    );
    const late = job('2026-10-31T23:30:00.000Z');
    const saved = aSavedExport({ filters: { SUBAID: '1' }, timeZone: 'Europe/Berlin' });
    const period = { name: 'lastMonth', ...PIECE, timeZone: 'Asia/Tokyo' } as const;
    assert.deepEqual(
      [
        await kindOf(late, { saved }),
        await kindOf({ ...late, period }),
        await kindOf(late, { timeZone: 'Europe/Berlin' }),
        await kindOf(late, { timeZone: 'Moon/Base' }),
        await kindOf({ ...late, period }, { saved: { ...saved, timeZone: 'America/New_York' } }),
      ],
      ['current', 'current', 'current', 'stale', 'stale'],
    );
  });

  it('is the last of several, and nothing without any', async () => {
    const entries = [anEntry({ rows: 1 }), anEntry({ rows: 5 })];
    assert.equal((await lastFileOf(aRun(), aPiece(), entries, 'IRtest'))?.rows, 5);
    assert.equal(await lastFileOf(aRun(), aPiece(), [], 'IRtest'), undefined);
  });

  it('of an export without pieces is one without days', async () => {
    const { piece: _, ...whole } = anEntry();
    const { piece: days, ...member } = aPiece();
    assert.deepEqual(days, PIECE);
    assert.equal((await lastFileOf(aRun(), member, [whole], 'IRtest'))?.file, 'a.csv');
    assert.equal(await lastFileOf(aRun(), member, [anEntry()], 'IRtest'), undefined);
    assert.equal((await findHeld(aRun(), member, [whole], 'IRtest'))?.kind, 'stale');
  });

  it('is no folder, and nothing outside of its own', async () => {
    mkdirSync(path.join(files.path(), 'folder'));
    const sizes = await Promise.all(
      ['a.csv', 'folder', 'folder/../a.csv', 'gone'].map((file) => isUnchanged(files.path(), { file, bytes: 3 })),
    );
    assert.deepEqual(sizes, [true, false, false, false]);
  });
});
