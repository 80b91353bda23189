import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, startStill, VIEW } from './support/signedIn';
import { CodeWindow } from './support/window';

const MINUTE_MS = 60_000;
const SHOWN_LIMIT_MS = 2_000;
const TOKEN = 'SENTINEL-Tok3n-9f2c41d7e8';
const SID = 'IRsentinel0123456789abcdefghijklmn';
const FINISHED = {
  type: 'ApiReport',
  queueMs: 0,
  runMs: MINUTE_MS,
  createdAgoMs: 30 * MINUTE_MS,
  id: '22222222-0000-4000-8000-000000000002',
  result: { rows: 300 },
} as const;
const RUNNING = {
  type: 'UploadAds',
  queueMs: 0,
  runMs: 60 * MINUTE_MS,
  createdAgoMs: 5 * MINUTE_MS,
  programId: '',
} as const;
const FAILED = {
  ...FINISHED,
  id: '33333333-0000-4000-8000-000000000003',
  outcome: { status: 'FAILED', message: 'The report timed out.' },
} as const;

const CREDENTIALS = Buffer.from(`${SID}:${TOKEN}`).toString('base64');
/** The token in every spelling that would give it away; browsers keep texts as UTF-16. */
const SPELLINGS = [
  TOKEN,
  CREDENTIALS,
  Buffer.from(TOKEN).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(`${SID}:${TOKEN}`),
  Buffer.from(TOKEN).toString('hex'),
];
const NEEDLES = SPELLINGS.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);

/** What a server says that repeats the credentials in whatever it answers. */
const ECHO = `{"Status":"ERROR","Message":"Bad header Authorization: Basic ${CREDENTIALS} (${TOKEN})","Errors":[{"Field":"${TOKEN}","Message":"${CREDENTIALS}"}]}`;
const ECHOED_PAGE = `<html><title>502 ${TOKEN}</title><body>Authorization: Basic ${CREDENTIALS}</body></html>`;

function betrays(bytes: Buffer): boolean {
  return NEEDLES.some((needle) => bytes.includes(needle));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('Security: the token in the product', () => {
  let simulator: Simulator;
  let window: CodeWindow;
  let profile: string;
  let workspace: string;
  const requests: string[] = [];
  /** All that stood in the window, and on the clipboard. */
  let shown = '';

  before('opens VS Code', async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'impact-jobs-profile-'));
    workspace = mkdtempSync(path.join(tmpdir(), 'impact-jobs-workspace-'));
    simulator = await startStill({
      accounts: [{ kind: 'agency', sid: SID, token: TOKEN }],
      scenario: { jobs: [FINISHED, FAILED, RUNNING] },
    });
    window = await CodeWindow.open({
      profile,
      folder: workspace,
      settings: { 'impactJobs.apiBaseUrl': simulator.baseUrl, 'impactJobs.download.openAfter': true },
      size: { width: 1200, height: 800 },
    });
    window.page.on('request', (request) =>
      requests.push(`${request.url()}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ''}`),
    );
  });

  after(async () => {
    await simulator.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    rmSync(workspace, { recursive: true, force: true });
  });

  /** The texts, labels, and attributes of the window and its frames. Leaves out what's typed into a masked box. */
  async function look(where: string): Promise<void> {
    // Both the markup, with its attributes, and the text, because colors cut words into pieces.
    const read = (frame: Frame): Promise<string>[] => [
      frame.content(),
      frame.evaluate<string>('document.body?.innerText ?? ""'),
    ];
    const contents = await Promise.all(
      window.page.frames().flatMap((frame) => read(frame).map((text) => text.catch(() => ''))),
    );
    const text = `${contents.join('\n')}\n${await window.clipboard().catch(() => '')}`;
    assert.ok(!betrays(Buffer.from(text)), `the window shows the token: ${where}`);
    shown += text;
  }

  async function command(title: string): Promise<void> {
    await window.command(`Impact Jobs: ${title}`);
    await look(title);
  }

  async function clearMessages(): Promise<void> {
    await window.command('Notifications: Clear All Notifications');
    await window.toasts.first().waitFor({ state: 'hidden' });
  }

  it("doesn't appear anywhere during sign-in, even with a server that repeats it", async () => {
    const { quickInput } = window;
    await window.openContainer(CONTAINER);
    await command('Show Log');
    const clear = simulator.setFault({
      kind: 'answer',
      status: 401,
      body: { text: ECHO, contentType: 'application/json' },
    });
    await window.welcome(VIEW).getByText('Sign In', { exact: true }).click();
    await quickInput.choose('Agency');
    for (const [message, text] of [
      ['Account SID, from', SID],
      ['Auth Token', ` ${TOKEN} `],
      ['Your name for', 'Sentinel'],
    ] as const) {
      await quickInput.message.filter({ hasText: message }).waitFor();
      await look(message);
      await quickInput.answer(text);
    }
    await quickInput.row('Correct the Token').waitFor();
    await look('a refused sign-in');
    clear();
    await quickInput.choose('Correct the Token');
    await quickInput.message.filter({ hasText: 'impact.com' }).waitFor();
    await look('the token, kept while it is corrected');
    await window.press('Enter');
    await window.row(VIEW, 'Running').waitFor();
    await look('the rows');
  });

  it("doesn't appear in any tooltip, document, menu, list, or copied text", async () => {
    await window.expand(VIEW, 'Completed');
    shown += await window.hover(window.row(VIEW, 'Report export'));
    await look('a tooltip');
    await window.menuLabels(window.row(VIEW, 'Report export'));
    await look('a menu');
    await window.press('Escape');
    for (const title of [
      'Show Details',
      'Copy Job ID',
      'Copy as curl',
      'Copy Link',
      'Copy as Script…',
      'Filter Jobs…',
      'Rename Account…',
      'Export a Report…',
      'Watch Job',
    ]) {
      await command(title);
      if (await window.quickInput.rows.first().isVisible()) {
        await look(`${title}, its list`);
        await window.press('Enter');
        await window.page.waitForLoadState();
        await look(`${title}, answered`);
      }
      await window.press('Escape', 'Escape', 'Escape');
    }
    await window.contextMenu(window.row(VIEW, 'Report export'), 'Copy as curl');
    await eventually(async () => assert.match(await window.clipboard(), /IMPACT_AUTH_TOKEN/));
    await look('curl');
    await command('Download All Results');
    await eventually(() => assert.ok(filesBelow(workspace).some((file) => file.endsWith('.csv'))));
    await look('a download');
  });

  it("doesn't appear in any error, notification, or log with a server that repeats it", async () => {
    const bodies = [
      { text: ECHO, contentType: 'application/json' },
      { text: ECHOED_PAGE, contentType: 'text/html' },
    ];
    await clearMessages();
    for (const [index, status] of [500, 400, 403, 200, 401].entries()) {
      const clear = simulator.setFault({ kind: 'answer', status, body: bodies[index % 2] ?? 'empty' });
      await window.command('Impact Jobs: Refresh');
      await window.toast(status === 401 ? 'no longer accepts the token' : /./).waitFor();
      await look(`HTTP ${status}`);
      await clearMessages();
      clear();
      await look(`after HTTP ${status}`);
    }
    await window.command('Impact Jobs: Refresh');
    await window.row(VIEW, 'Running').waitFor();
    const clear = simulator.setFault({
      kind: 'answer',
      endpoint: 'replay',
      status: 403,
      body: { text: ECHO, contentType: 'application/json' },
    });
    const failed = window.pane(VIEW).locator('.monaco-list-row[aria-label*="timed out"]').first();
    // The rows of before the refused token are still there until the list has come, which draws them anew.
    await eventually(async () => {
      await window.expand(VIEW, 'Failed');
      await failed.waitFor({ timeout: SHOWN_LIMIT_MS });
    });
    await window.contextMenu(failed, 'Replay Job');
    await window.toast('is read-only').waitFor();
    await look('a refused replay');
    clear();
    await window.press('Escape');
    await window.command('Output: Show Output Channels...').catch(() => undefined);
    await window.press('Escape');
    await look('the log');
    await window.screenshot('secrets');
  });

  it("is sent only to the account's own part of the API, in its header", () => {
    assert.ok(simulator.requests.length > 8);
    for (const { origin, path: target, hasAuthorization, query, headers } of simulator.requests) {
      // What is refused at the sign-in is tried as another kind of account.
      assert.equal(
        hasAuthorization,
        origin === 'api' && new RegExp(`^/(Agencies|Advertisers|Mediapartners)/${SID}/`).test(target),
        `${origin}${target}`,
      );
      assert.ok(!betrays(Buffer.from(JSON.stringify({ target, query, headers }))));
    }
    assert.ok(requests.length > 0);
    assert.deepEqual(
      requests.filter((request) => betrays(Buffer.from(request))),
      [],
    );
  });

  it("isn't in any file of the profile, the storages, the logs, or the workspace", async () => {
    await window.close();
    const files = [...filesBelow(profile), ...filesBelow(workspace)];
    assert.ok(files.length > 50, `${files.length} files`);
    assert.deepEqual(
      files.filter((file) => betrays(readFileSync(file))),
      [],
    );
    // The search finds what is there: the SID is no secret.
    const holdsSid = files.filter((file) =>
      [Buffer.from(SID), Buffer.from(SID, 'utf16le')].some((needle) => readFileSync(file).includes(needle)),
    );
    assert.ok(holdsSid.length > 0, 'no file holds the SID');
    assert.ok(shown.includes(SID), 'the window showed the SID');
  });
});
