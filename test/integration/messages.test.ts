import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/apiError';
import { JobStore } from '../../src/core/jobs/jobStore';
import { Claims } from '../../src/core/share/claims';
import { CredentialPrompts } from '../../src/vscode/accounts/credentialPrompts';
import { inform, setWords, showError, warn } from '../../src/vscode/messages';
import { Notifications } from '../../src/vscode/watching/notifications';
import { openJobLink } from '../../src/vscode/links/openJobLink';
import { Settings } from '../../src/vscode/settings';
import { aJob } from '../support/aJob';
import { aMemory } from '../support/aMemory';
import { anAccount } from '../support/anAccount';
import { FakeClock } from '../support/fakeClock';
import { recordMessages } from './support/shownMessages';

const HOSTILE = 'See [this](command:workbench.action.quit) and [that](https://evil.test).';
const PLAIN = 'See [this] (command:workbench.action.quit) and [that] (https://evil.test).';

describe('Text that VS Code would turn into links', () => {
  let shown: ReturnType<typeof recordMessages>;

  beforeEach(() => (shown = recordMessages()));
  afterEach(() => shown.stop());

  /** Code that a message needs is loaded with it. */
  async function someShown(): Promise<readonly string[]> {
    while (shown.messages.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return shown.messages;
  }

  it('stays text in a message of any severity', async () => {
    await Promise.all([inform(HOSTILE, 'Show'), warn(HOSTILE), showError(HOSTILE)]);
    assert.deepEqual(shown.messages, [PLAIN, PLAIN, PLAIN]);
  });

  it('stays text below an input box', () => {
    const box = vscode.window.createInputBox();
    setWords(box, { prompt: HOSTILE, judgment: HOSTILE });
    assert.deepEqual([box.prompt, box.validationMessage], [PLAIN, PLAIN]);
    setWords(box, { judgment: { message: HOSTILE, severity: vscode.InputBoxValidationSeverity.Warning } });
    assert.deepEqual(
      [box.prompt, box.validationMessage],
      [PLAIN, { message: PLAIN, severity: vscode.InputBoxValidationSeverity.Warning }],
    );
    setWords(box, { judgment: undefined });
    assert.equal(box.validationMessage, undefined);
    box.dispose();
  });

  it('stays text in the name of an account whose token is rejected', async () => {
    const store = new JobStore(new FakeClock());
    store.setAccounts([anAccount({ id: 'a', name: HOSTILE })]);
    const prompts = new CredentialPrompts({
      store,
      accounts: { notesOn: () => ({}), note: () => Promise.resolve(), ownerOf: (account) => account },
      log: { error: assert.fail },
      isFocused: () => true,
    });
    store.applyFailure('a', new ApiError('unauthorized', 'x', { status: 401 }), undefined);
    assert.deepEqual(await someShown(), [`impact.com no longer accepts the token of ${PLAIN}.`]);
    prompts.dispose();
  });

  it("stays text in impact.com's message about a failed job", async () => {
    const clock = new FakeClock();
    const folder = mkdtempSync(path.join(tmpdir(), 'claims-'));
    const settings = new Settings(() => undefined);
    const memory = aMemory();
    const store = new JobStore(clock, memory);
    store.setAccounts([anAccount({ id: 'a' })]);
    const notifications = new Notifications({
      store,
      memory,
      settings,
      claims: new Claims(folder, clock),
      clock,
      log: { error: assert.fail },
      knowsWhereTo: () => true,
    });
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
    await clock.advance(5000);
    store.applyList('a', [aJob({ id: '1', status: 'FAILED', statusMessage: HOSTILE, failedAt: clock.now() })]);
    await clock.advance(5000);
    assert.deepEqual(await someShown(), [`Report export failed: ${PLAIN}`]);
    vscode.Disposable.from(notifications, settings).dispose();
    rmSync(folder, { recursive: true });
  });

  it('stays text in a link to a job and in its account', async () => {
    await openJobLink(
      { jobId: HOSTILE, accountSid: HOSTILE },
      { accounts: { on: [] }, store: new JobStore(new FakeClock()) },
    );
    assert.deepEqual(shown.messages, [`This link is for a job in the account ${PLAIN}, which isn't signed in here.`]);
  });
});
