import * as assert from 'node:assert/strict';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { configure, signIn } from './support/extension';

describe('Copy Diagnostics', () => {
  it('copies a report with useful facts and no secrets', async () => {
    const { simulator, sid, token, parts, signOut } = await signIn([
      { type: 'ApiReport', createdAgoMs: 60_000, queueMs: 0, runMs: 600_000 },
    ]);
    await configure('download.folder', 'for-acme');
    await configure('lookbackDays', 9);
    const clear = simulator.setFault({ kind: 'answer', status: 503, body: 'html' });
    await vscode.commands.executeCommand('impactJobs.refresh').then(undefined, () => undefined);
    const report = await vscode.commands.executeCommand('impactJobs.copyDiagnostics');
    assert.ok(typeof report === 'string');
    assert.equal(await vscode.env.clipboard.readText(), report);
    assert.match(report, /- VS Code: \d+\.\d+/);
    assert.match(report, /`impactJobs\.lookbackDays`: 9\n/);
    assert.match(report, /`impactJobs\.download\.folder`: changed\n/);
    assert.match(report, /jobs: RUNNING 1\n {2}- state: failed: server \(HTTP 503\)/);
    assert.match(report, /GET \/Agencies\/IR..…\/Jobs 503 \d+ ms/);
    assert.match(report, /impactJobs\.refresh failed: server/);
    const account = parts.store.snapshot.accounts[0]?.account;
    const basic = Buffer.from(`${sid}:${token}`).toString('base64');
    for (const secret of [token, sid, basic, account?.name ?? '', homedir(), 'acme']) {
      assert.ok(!report.includes(secret), secret);
    }
    clear();
    await configure('download.folder', undefined);
    await configure('lookbackDays', undefined);
    await signOut();
  });
});
