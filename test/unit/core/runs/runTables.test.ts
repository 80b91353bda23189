import assert from 'node:assert/strict';
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PlannedMember, Run, RunTable } from '../../../../src/core/runs/run';
import type { RunPorts } from '../../../../src/core/runs/runPorts';
import { type Manifest, MANIFEST_FILE, type ManifestTable } from '../../../../src/core/savedExports/manifest';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import type { FakeClock } from '../../../support/fakeClock';
import { waitUntil } from '../../../support/waitUntil';
import { HOUR_MS } from '../../simulator/support/simulators';
import { aMember, type EngineForTest } from './support/engineForTest';
import { runsForTest } from './support/runsForTest';

const CURRENCIES: Readonly<Record<string, string | undefined>> = { acme: 'USD', bolt: 'EUR', cone: undefined };

describe('The table of a run', () => {
  const { begin, anEngine, results, manifestOf, filesIn } = runsForTest();
  let simulator: Simulator;
  let clock: FakeClock;

  /** An engine whose members belong to several accounts, whose jobs are all those of one. */
  function anEngineOfClients(change: Partial<RunPorts> = {}): EngineForTest {
    const engine: EngineForTest = anEngine({
      accountOf: (id) => ({ sid: `IR${id}`, kind: 'agency', currency: CURRENCIES[id] }),
      currentJob: (_, jobId) => Promise.resolve(engine.store.entry('an-account', jobId)?.job),
      ...change,
    });
    return engine;
  }

  const ofClient = (accountId: string, name = 'Actions', client = accountId): PlannedMember => ({
    ...aMember({ name, fileName: `${name}.\${ext}` }),
    ...{ accountId, client },
  });
  const aTable = (name?: string): RunTable => ({ export: name, format: 'CSV', key: [] });
  const tablesOf = (name = 'Monday'): readonly ManifestTable[] => manifestOf(name).combined ?? [];
  const linesOf = (file: string, name = 'Monday'): string[] =>
    readFileSync(path.join(results(), name, file), 'utf8')
      .trim()
      .split('\n');

  async function runToEnd(
    members: readonly PlannedMember[],
    tables: readonly RunTable[],
    engine = anEngineOfClients(),
    change: object = {},
  ): Promise<Run> {
    const before = engine.ended.length;
    await engine.engine.start(engine.plan('Monday', members, { tables, ...change }));
    simulator.advance(HOUR_MS);
    await engine.poll();
    await waitUntil(() => engine.ended.length > before);
    return engine.ended.at(-1) ?? assert.fail();
  }

  beforeEach(async () => {
    ({ simulator, clock } = await begin());
  });

  it('has rows of each client, with the currencies that its clients have', async () => {
    const run = await runToEnd([ofClient('acme'), ofClient('bolt'), ofClient('cone')], [aTable('Actions')]);
    const [table] = tablesOf();
    assert.ok(table);
    assert.deepEqual(
      [table.currencies, table.sources],
      [
        ['EUR', 'USD'],
        [
          { file: 'acme Actions.csv', rows: 620, currency: 'USD' },
          { file: 'bolt Actions.csv', rows: 620, currency: 'EUR' },
          { file: 'cone Actions.csv', rows: 620, currency: null },
        ],
      ],
    );
    const [titles = '', ...lines] = linesOf(table.file);
    assert.ok(titles.split(',').includes(table.currencyColumn ?? ''));
    const [title, ...further] = table.columns.map((column) => column.title);
    assert.deepEqual([title, further[0]], ['Client', 'Period']);
    assert.deepEqual(
      [...new Set(lines.map((line) => line.split(',', 2).join()))],
      ['acme,2026-10', 'bolt,2026-10', 'cone,2026-10'],
    );
    assert.deepEqual(
      [table.export, table.set, table.format, table.key, table.rows, table.missingResults, table.replacedRows],
      ['Actions', 'Monday', 'CSV', [], 3 * 620, 0, 0],
    );
    assert.equal(table.writtenAt, new Date(clock.now()).toISOString());
    assert.deepEqual(
      run.tables?.map(({ sourceCount, notes, isSettled }) => [sourceCount, notes, isSettled]),
      [[3, [], true]],
    );
  });

  it('has no word of currencies if its clients have one', async () => {
    await runToEnd([ofClient('acme'), ofClient('cone')], [aTable('Actions')]);
    const [table] = tablesOf();
    assert.deepEqual(
      [table && 'currencies' in table, table && 'currencyColumn' in table, table?.sources],
      [false, false, ['acme', 'cone'].map((client) => ({ file: `${client} Actions.csv`, rows: 620 }))],
    );
  });

  it('has the results of its export, or of all of a set', async () => {
    const members = [ofClient('acme'), ofClient('acme', 'Clicks'), ofClient('bolt', 'Clicks')];
    await runToEnd(members, [aTable('Actions'), aTable('Clicks'), aTable()]);
    assert.deepEqual(
      tablesOf().map((table) => [table.export, table.set, table.file, table.sources.map(({ file }) => file)]),
      [
        ['Actions', 'Monday', 'Actions combined 2026-10.csv', ['acme Actions.csv']],
        ['Clicks', 'Monday', 'Clicks combined 2026-10.csv', ['acme Clicks.csv', 'bolt Clicks.csv']],
        [null, 'Monday', 'Monday combined 2026-10.csv', ['acme Actions.csv', 'acme Clicks.csv', 'bolt Clicks.csv']],
      ],
    );
  });

  it('replaces only its own of the run before', async () => {
    await runToEnd([ofClient('acme')], [aTable('Actions')]);
    await runToEnd([ofClient('bolt')], [aTable('Actions')], anEngineOfClients(), { isSet: false, name: 'Actions' });
    await runToEnd([ofClient('cone')], [{ ...aTable('Actions'), format: 'NDJSON' }]);
    await runToEnd([ofClient('dune')], [aTable()], anEngineOfClients(), { name: 'Actions' });
    const names = [
      'Actions combined 2026-10.csv',
      'Actions combined 2026-10 (2).csv',
      'Actions combined 2026-10.ndjson',
      'Actions combined 2026-10 (3).csv',
    ];
    assert.deepEqual(
      tablesOf().map(({ file, set, export: name }) => [file, set, name]),
      [
        [names[0], 'Monday', 'Actions'],
        [names[1], null, 'Actions'],
        [names[2], 'Monday', 'Actions'],
        [names[3], 'Actions', null],
      ],
    );
    await runToEnd([ofClient('echo')], [aTable('Actions')]);
    assert.deepEqual(
      filesIn('Monday')
        .filter((name) => name.includes('combined'))
        .sort(),
      [...names].sort(),
    );
  });

  it('is written anew beside nothing if someone has removed it', async () => {
    await runToEnd([ofClient('acme')], [aTable('Actions')]);
    unlinkSync(path.join(results(), 'Monday', 'Actions combined 2026-10.csv'));
    await runToEnd([ofClient('acme')], [aTable('Actions')]);
    assert.deepEqual(tablesOf().at(-1)?.file, 'Actions combined 2026-10.csv');
  });

  it('has the days of all its results in its name', async () => {
    const days = (start: string, end: string): PlannedMember => ({
      ...aMember({ filters: { START_DATE: start, END_DATE: end }, fileName: `${start}.\${ext}` }),
      accountId: 'acme',
    });
    await runToEnd([days('2026-09-10', '2026-09-20'), days('2026-09-01', '2026-09-15')], [aTable()]);
    assert.deepEqual(tablesOf().at(-1)?.file, 'Monday combined 2026-09-01 - 2026-09-20.csv');
    assert.deepEqual(
      [...new Set(linesOf('Monday combined 2026-09-01 - 2026-09-20.csv').map((line) => line.split(',', 2).join()))],
      ['Client,Period', 'IRacme,2026-09-10/2026-09-20', 'IRacme,2026-09-01/2026-09-15'],
      'the SID of a client without a name',
    );
  });

  it('settles without a file if nothing is there, or its folder is not on a disk', async () => {
    simulator.setFault({ endpoint: 'reportExport', nth: 1, kind: 'answer', status: 400 });
    const none = await runToEnd([ofClient('acme')], [aTable('Actions')]);
    assert.deepEqual(none.tables, [{ ...aTable('Actions'), isSettled: true }]);
    const remote = await runToEnd([ofClient('acme')], [aTable('Actions')], anEngineOfClients(), {
      remoteFolder: 'vscode-vfs://x/y',
    });
    assert.deepEqual([remote.members[0]?.state, remote.tables], ['done', [{ ...aTable('Actions'), isSettled: true }]]);
    assert.deepEqual([tablesOf(), manifestOf('Monday').members?.[0]?.state], [[], 'failed'], 'no word of the second');
  });

  it('says why it cannot be written, and logs it', async () => {
    let isOver = false;
    const engine = anEngineOfClients({
      checkFolder: () => (isOver ? Promise.reject(new Error('a link now')) : Promise.resolve()),
    });
    engine.engine.onDidChange(({ members }) => (isOver = members.every(({ state }) => state === 'done')));
    const run = await runToEnd([ofClient('acme')], [aTable('Actions')], engine);
    assert.deepEqual(run.tables, [{ ...aTable('Actions'), isSettled: true, sentence: 'combine: Error: a link now' }]);
    assert.ok(engine.problems.includes("Can't combine results: Error: a link now"));
  });

  it('takes the newer of two rows with a key by when their runs started', async () => {
    const key = linesOfKey(await runToEnd([ofClient('acme')], []));
    const keyed = { ...aTable('Actions'), key: [key] };
    const run = await runToEnd([ofClient('acme'), { ...ofClient('acme', 'Actions'), fileName: 'b.${ext}' }], [keyed]);
    const [table] = tablesOf();
    assert.equal((table?.rows ?? 0) + (table?.replacedRows ?? 0), 2 * 620);
    assert.deepEqual(run.tables?.[0]?.notes, [`replacedRows ${table?.replacedRows}`]);
  });

  /** A title of the results. */
  function linesOfKey(run: Run): string {
    const file = new URL(run.members[0]?.file?.uri ?? assert.fail());
    return readFileSync(file, 'utf8').split('\n')[0]?.split(',')[0]?.replaceAll('"', '') ?? assert.fail();
  }

  it('is not confused by what someone has written into the manifest', async () => {
    await runToEnd([ofClient('acme')], [aTable('Actions')]);
    const file = path.join(results(), 'Monday', MANIFEST_FILE);
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    const [table] = manifest.combined ?? [];
    const foreign = { ...table, file: 'Actions combined 2026-10 x.csv' };
    writeFileSync(path.join(results(), 'Monday', foreign.file), 'x');
    writeFileSync(file, JSON.stringify({ ...manifest, combined: [table, foreign] }));
    await runToEnd([ofClient('acme')], [aTable('Actions')]);
    assert.deepEqual(readFileSync(path.join(results(), 'Monday', foreign.file), 'utf8'), 'x');
    assert.equal(tablesOf().filter(({ file: name }) => name === table?.file).length, 1);
  });
});
