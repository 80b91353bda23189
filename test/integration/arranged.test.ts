import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { GROUPINGS } from '../../src/core/arrange/grouping';
import { NO_FILTER } from '../../src/core/arrange/jobFilter';
import type { Job } from '../../src/core/jobs/job';
import { jobView } from '../../src/vscode/panels/details/jobView';
import type { TreeNode } from '../../src/vscode/jobs/treeNodes';
import { aJob } from '../support/aJob';
import { aTree, type TreeParts } from './support/aTree';
import { rows, signIn, type SignedIn } from './support/extension';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FILTERS = [NO_FILTER, { ...NO_FILTER, text: 'export', days: 3 }];

describe('The cost of drawing arranged jobs', () => {
  let clock: TreeParts['clock'];
  let store: TreeParts['store'];
  let arranged: TreeParts['arranged'];
  let tree: TreeParts['tree'];
  let dispose: TreeParts['dispose'];
  let fired: (TreeNode[] | undefined)[];

  beforeEach(() => {
    ({ clock, store, arranged, tree, dispose } = aTree());
    fired = [];
    tree.onDidChangeTreeData((nodes) => fired.push(nodes));
  });

  afterEach(() => dispose());

  /** Three programs, two types, four days; every third job is running. */
  const job = (index: number, stated: Partial<Job> = {}): Job =>
    aJob({
      id: String(index).padStart(5, '0'),
      type: index % 2 === 0 ? 'ApiReport' : 'ClickExport',
      programId: String(index % 3),
      createdAt: clock.now() - index * MINUTE_MS - (index % 4) * 12 * HOUR_MS,
      startedAt: clock.now() - index * MINUTE_MS,
      ...(index % 3 === 0
        ? { status: 'RUNNING', percent: 10, progressAt: clock.now() }
        : { status: 'COMPLETED', completedAt: clock.now() }),
      ...stated,
    });

  /** What VS Code asks for when it draws these nodes, all groups open. */
  function draw(nodes: readonly TreeNode[] | undefined): number {
    const all = nodes ?? tree.getChildren();
    all.forEach((node) => tree.getTreeItem(node));
    return all.reduce(
      (sum, node) => sum + 1 + (tree.getChildren(node).length === 0 ? 0 : draw(tree.getChildren(node))),
      0,
    );
  }

  function asked(): number {
    return fired.splice(0).reduce((sum, nodes) => sum + draw(nodes), 0);
  }

  for (const groupBy of GROUPINGS) {
    for (const filter of FILTERS) {
      it(`by ${groupBy}${filter === NO_FILTER ? '' : ', filtered'}: redraws one row per changed job, none without news, and two groups for a move`, () => {
        arranged.arrange({ groupBy, filter, sortBy: 'name' });
        const jobs = Array.from({ length: 30 }, (_, index) => job(index));
        store.applyList('a', jobs);
        draw(undefined);
        fired.length = 0;

        store.applyList(
          'a',
          jobs.map((known) => ({ ...known })),
        );
        store.applySuccess('a');
        tree.tick();
        assert.equal(asked(), 0);

        const progressed = jobs.map((known, index) => (index % 6 === 0 ? { ...known, percent: 20 } : known));
        store.applyList('a', progressed);
        assert.equal(asked(), 5);

        const moved = progressed.map((known, index) =>
          index === 3 ? { ...known, status: 'COMPLETED' as const, completedAt: clock.now() } : known,
        );
        store.applyList('a', moved);
        const named = (fired[0] ?? []).map((node) => (node.kind === 'group' ? node.groupId : node.kind)).sort();
        assert.equal(fired.length, 1);
        if (groupBy === 'status') {
          assert.deepEqual(named, ['COMPLETED', 'RUNNING'], 'the group that it left and the one that it came to');
          draw(fired[0]);
          const ids = tree
            .getChildren()
            .flatMap((group) => tree.getChildren(group))
            .map(({ id }) => id);
          assert.equal(new Set(ids).size, ids.length, 'no row stands twice');
        } else {
          assert.deepEqual(named, ['job']);
          assert.equal(asked(), 1, 'its group is the same, and so its place');
        }
      });
    }
  }

  it('draws no more for ten thousand jobs than for a thousand: one page per group', () => {
    const costs = [1_000, 10_000].map((count) => {
      store.applyList(
        'a',
        Array.from({ length: count }, (_, index) =>
          job(index, { createdAt: clock.now() - (index % 3000) * MINUTE_MS }),
        ),
      );
      arranged.arrange({ groupBy: 'program', sortBy: 'size' });
      return draw(undefined);
    });
    assert.deepEqual(costs, [306, 306]);
  });

  it('renames days when a day has passed, and drops jobs outside the period', async () => {
    store.applyList('a', [
      job(0, {
        createdAt: clock.now(),
        status: 'QUEUED',
        startedAt: undefined,
        progressAt: undefined,
        percent: undefined,
      }),
    ]);
    arranged.arrange({ groupBy: 'day', filter: { ...NO_FILTER, days: 3 } });
    const labels = (): unknown[] => tree.getChildren().map((node) => tree.getTreeItem(node).label);
    assert.deepEqual(labels(), ['Today']);
    draw(undefined);
    fired.length = 0;
    await clock.advance(24 * HOUR_MS);
    tree.tick();
    assert.deepEqual([labels(), fired], [['Yesterday'], [undefined]]);
    await clock.advance(49 * HOUR_MS);
    tree.tick();
    assert.deepEqual(labels(), []);
  });
});

describe('Finding jobs', () => {
  let signedIn: SignedIn;

  beforeEach(async () => {
    const ended = { type: 'ApiReport', createdAgoMs: 2 * HOUR_MS, queueMs: 0, runMs: MINUTE_MS };
    signedIn = await signIn(
      [
        { ...ended, programId: '3629' },
        { ...ended, programId: '4187', outcome: { status: 'FAILED', message: 'No data.' } },
        { ...ended, programId: '', type: 'UploadAds', createdAgoMs: 5 * 24 * HOUR_MS },
      ],
      { seed: 72 },
    ); // jobs that no other test has named
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('impactJobs.clearFilter');
    await vscode.commands.executeCommand('impactJobs.groupBy', 'status');
    await vscode.commands.executeCommand('impactJobs.sortBy', 'newest');
    await signedIn.signOut();
  });

  const run = async (command: string, argument?: unknown): Promise<unknown> =>
    vscode.commands.executeCommand(`impactJobs.${command}`, argument);
  const labels = (): string[] => rows(signedIn.parts).map((line) => line.trim().split(' | ')[0] ?? '');

  it("filters by a script's arguments, sends no request, and shows all jobs again", async () => {
    const before = signedIn.simulator.requests.length;
    assert.deepEqual(await run('filter', { statuses: ['failed'] }), { shown: 1, total: 3 });
    assert.deepEqual(labels(), ['Failed', 'Report export']);
    assert.deepEqual(await run('filter', { text: 'ad upload' }), { shown: 1, total: 3 });
    assert.deepEqual(await run('filter', { days: 3, types: ['ApiReport'] }), { shown: 2, total: 3 });
    assert.deepEqual(await run('filter', { days: 60 }), { shown: 3, total: 3 });
    await run('clearFilter');
    assert.equal(labels().length, 5);
    assert.equal(signedIn.simulator.requests.length, before);
  });

  it("groups and sorts, and shows the status in rows whose group doesn't", async () => {
    await run('groupBy', 'program');
    assert.deepEqual(labels(), [
      'Program 3629',
      'Report export',
      'Program 4187',
      'Report export',
      'No program',
      'Ad upload',
    ]);
    assert.match(rows(signedIn.parts)[3] ?? '', / · Failed · /);
    await run('groupBy', 'type');
    await run('sortBy', 'duration');
    assert.deepEqual(labels(), ['Ad upload', 'Ad upload', 'Report export', 'Report export', 'Report export']);
    await assert.rejects(async () => run('groupBy', 'color'), /color isn't one of status, type, program, day/);
  });

  it('shows a requested job even if the filter excludes it', async () => {
    await run('filter', { statuses: ['FAILED'] });
    const upload = [...(signedIn.parts.store.snapshot.accounts[0]?.entries.values() ?? [])].find(
      ({ job }) => job.type === 'UploadAds',
    );
    await run('revealJob', upload?.job.id);
    assert.deepEqual(labels(), ['Failed', 'Report export', 'Completed', 'Ad upload']);
  });

  it('shows jobs that left the list as last seen, and finds and replays them', async () => {
    const [account] = signedIn.parts.store.snapshot.accounts;
    const past = signedIn.simulator.addJob({
      type: 'ApiReport',
      programId: '9050',
      createdAgoMs: 20 * 24 * HOUR_MS,
      queueMs: 0,
      runMs: MINUTE_MS,
    });
    assert.ok(account);
    const at = Date.now() - 20 * 24 * HOUR_MS;
    signedIn.parts.store.applyHistory(account.account.id, [
      {
        job: aJob({
          id: past,
          status: 'COMPLETED',
          programId: '9050',
          createdAt: at,
          completedAt: at,
          replayable: true,
        }),
        lastSeenAtMs: Date.now() - 3 * 24 * HOUR_MS,
      },
    ]);
    const { tree } = signedIn.parts;
    const items = tree
      .getChildren()
      .flatMap((group) => tree.getChildren(group))
      .map((node) => tree.getTreeItem(node));
    const item = items.find(({ description }) => String(description).includes(' · last seen 3 days ago'));
    assert.match(
      item?.accessibilityInformation?.label ?? '',
      /Completed, 20 days ago, .*, no longer in the list, last seen 3 days ago, program 9050/,
    );
    const { store } = signedIn.parts;
    const snapshot = store.account(account.account.id);
    const entry = snapshot?.history.get(past);
    assert.ok(snapshot && entry);
    const fields = jobView(entry, snapshot, { nowMs: Date.now(), note: '', isKept: true }).sections.flatMap(
      (section) => section.fields,
    );
    assert.match(fields.find(({ name }) => name === 'Last seen in the list')?.value ?? '', /3 days ago/);
    assert.deepEqual(await run('filter', { isListedOnly: true }), { shown: 3, total: 4 });
    assert.deepEqual(await run('filter', { text: '9050' }), { shown: 1, total: 4 });
    const before = signedIn.simulator.requests.length;
    await run('refresh');
    assert.equal(signedIn.simulator.requests.length, before + 1, 'nothing is asked about it');
    const replayed = await run('replay', past);
    assert.equal((replayed as { status: string }).status, 'RUNNING');
  });

  it('offers a way out in each account that shows no jobs', async () => {
    const [{ sid, kind, token } = assert.fail()] = signedIn.simulator.accounts;
    await signedIn.parts.accounts.add({ kind: kind === 'agency' ? 'brand' : 'agency', sid, token, name: 'Another' });
    const noteOf = (index = 0): vscode.TreeItem => {
      const { tree } = signedIn.parts;
      const [note] = tree.getChildren(tree.getChildren()[index]);
      return tree.getTreeItem(note ?? assert.fail('no note'));
    };
    await run('filter', { text: 'no job is called so' });
    assert.deepEqual(
      [noteOf().label, noteOf().description, noteOf().command?.command],
      ['Clear Filter', 'No jobs match the filter', 'impactJobs.clearFilter'],
    );
    await run('clearFilter');
    const ids = [...(signedIn.parts.store.snapshot.accounts[0]?.entries.values() ?? [])].map(({ job }) => job.id);
    await run('hideJob', ids);
    assert.deepEqual(
      [noteOf().label, noteOf().description, noteOf().command?.command],
      ['Show Hidden Jobs', 'All jobs are hidden', 'impactJobs.unhideJobs'],
    );
    await run('unhideJobs', ids);
    const [{ account } = assert.fail(), other] = signedIn.parts.store.snapshot.accounts;
    signedIn.parts.store.applyList(account.id, []);
    signedIn.parts.arranged.arrange({ filter: { ...NO_FILTER, isListedOnly: true } });
    assert.equal(noteOf().label, 'Clear Filter', 'of jobs that are too old for the list too');
    signedIn.parts.store.applyList(other?.account.id ?? '', []);
    const { label, description, command } = noteOf(1);
    assert.deepEqual(
      [label, description, command?.command, command?.arguments],
      [
        'Show Older Jobs',
        'No jobs in the selected period',
        'workbench.action.openSettings',
        ['@id:impactJobs.lookbackDays'],
      ],
    );
  });

  it('hides jobs and shows them again', async () => {
    const failed = [...(signedIn.parts.store.snapshot.accounts[0]?.entries.values() ?? [])].find(
      ({ job }) => job.status === 'FAILED',
    )?.job.id;
    await run('hideJob', failed);
    assert.ok(!labels().includes('Failed'));
    await run('refresh');
    assert.ok(!labels().includes('Failed'));
    await run('unhideJobs', failed);
    assert.ok(labels().includes('Failed'));
  });
});
