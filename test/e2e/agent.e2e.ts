import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { root } from './support/host';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const DONE = {
  id: '11111111-0000-4000-8000-000000000001',
  type: 'UploadAds',
  createdAgoMs: 5 * MINUTE_MS,
  queueMs: 0,
  runMs: MINUTE_MS,
  result: { rows: 40 },
} as const;

describe('An agent that calls tools', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [DONE] } });
    return {
      env: environmentOf(simulator),
      extensions: [path.join(root, 'test/tool-caller')],
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  async function call(name: string): Promise<void> {
    await window().command('Test: Call a Tool');
    await window().quickInput.answer(JSON.stringify({ name, input: { jobId: DONE.id } }));
  }

  /** Looks in the notification center, because VS Code shows at most three toasts within 0.8 seconds. */
  async function told(text: RegExp): Promise<void> {
    await window().command('Notifications: Show Notifications');
    await window().notifications.filter({ hasText: text }).first().waitFor();
  }

  const clear = (): Promise<void> => window().command('Notifications: Clear All Notifications');

  const writes = (): number => simulator.requests.filter(({ method }) => method === 'PUT').length;

  it('replays nothing when the user declines', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Completed').waitFor();
    await call('impactJobs_replay');
    await window().dialog.waitFor();
    assert.match(
      await window().dialog.innerText(),
      /Replay a Job[\s\S]*Replay Ad upload \(Agency IR.*…\) at impact\.com\?/,
    );
    await window().screenshot('agent-question');
    await window().dialogButton('Cancel');
    await told(/Refused/);
    assert.equal(writes(), 0);
  });

  it('replays and downloads after the user agrees', async () => {
    await call('impactJobs_replay');
    await window().dialogButton('Yes');
    await told(/Answer:.*"status":"RUNNING"/);
    assert.equal(writes(), 1);
    await clear();
    await call('impactJobs_download');
    await window().dialogButton('Yes');
    const folder = path.join(window().folder, 'impact-results');
    await eventually(() =>
      assert.ok(existsSync(folder) && readdirSync(folder).length === 1 && !readdirSync(folder)[0]?.includes('.part')),
    );
    await told(/Answer:.*"sha256"/);
  });

  it('reads rows of results after the user agrees once for the account', async () => {
    const rows = /Answer:.*"columns"/;
    await clear();
    await call('impactJobs_preview');
    await window().dialog.waitFor();
    await window().screenshot('agent-rows-question');
    assert.match(await window().dialog.innerText(), /rows of results of the account [^?]*Agency IR/);
    await window().dialogButton('Cancel');
    await told(/Refused/);
    await clear();
    await call('impactJobs_preview');
    await window().dialogButton('Yes');
    await told(rows);
    await clear();
    await call('impactJobs_preview');
    await told(rows); // no dialog is answered in between
    assert.equal(await window().dialog.count(), 0);
  });
});
