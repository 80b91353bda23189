import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Simulator, startSimulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';
import type { CodeWindow } from './support/window';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const RUNNING = {
  id: '11111111-0000-4000-8000-000000000001',
  type: 'ApiReport',
  createdAgoMs: 1000,
  queueMs: 0,
  runMs: 30 * MINUTE_MS,
};
const FAILED = {
  id: '22222222-0000-4000-8000-000000000002',
  type: 'UploadAds',
  createdAgoMs: 60 * MINUTE_MS,
  queueMs: 0,
  runMs: MINUTE_MS,
  outcome: { status: 'FAILED', message: 'No.' },
} as const;
/** The pace at which a job is looked at that has just begun. */
const PACE_MS = 5 * SECOND_MS;

describe('Two windows with one account', () => {
  let simulator: Simulator;
  let second: CodeWindow;
  const window = useWindow(async () => {
    simulator = await startSimulator({ scenario: { jobs: [RUNNING, FAILED] } });
    return { env: environmentOf(simulator) };
  });

  after(() => simulator.close());

  const looks = (): number[] =>
    simulator.requests.filter(({ endpoint }) => endpoint === 'list').map(({ atMs }) => atMs);

  /** The process that polls, by the lock it holds. */
  function leader(): number {
    const folder = path.join(window().session.profile, 'User/globalStorage/impact-jobs.impact-jobs/share/accounts');
    const lock = readdirSync(folder).find((name) => name.endsWith('.lock')) ?? '';
    return (JSON.parse(readFileSync(path.join(folder, lock), 'utf8')) as { pid: number }).pid;
  }

  it('send as many requests as one window, and the second shows the jobs without a request', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Report export').waitFor();
    second = await window().openAnother();
    await second.openContainer(CONTAINER);
    await second.row(VIEW, 'Report export').waitFor();
    const from = looks().length;
    await eventually(() => assert.ok(looks().length >= from + 4));
    const times = looks();
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    assert.ok(times.length <= (last - first) / PACE_MS + 2, `${times.length} looks in ${last - first} ms`);
  });

  it('both show a replay from either window', async () => {
    await window().expand(VIEW, 'Failed');
    await window().contextMenu(window().row(VIEW, 'Ad upload'), 'Replay Job');
    await second.row(VIEW, 'Ad upload').waitFor(); // the one that failed is in a group that is closed there
    await second.screenshot('second-window');
  });

  it('the other window takes over when the process of the polling window is killed', async () => {
    const killed = leader();
    process.kill(killed, 'SIGKILL');
    const killedAtMs = Date.now();
    await eventually(() => assert.ok((looks().at(-1) ?? 0) > killedAtMs));
    assert.notEqual(leader(), killed);
    simulator.finishJob(RUNNING.id);
    await second.row(VIEW, 'Completed').waitFor();
  });
});
