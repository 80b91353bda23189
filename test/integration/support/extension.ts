import * as assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { activate } from '../../../src/extension';
import type { StoreChange } from '../../../src/core/jobs/snapshot';
import { startSimulator, type Simulator } from '../../../src/simulator/startSimulator';
import type { NewJob } from '../../../src/simulator/jobScript';
import type { SimulatorOptions } from '../../../src/simulator/simulatorOptions';
import { EXTENSION_ID } from '../../../src/vscode/ids';

export type Parts = NonNullable<ReturnType<typeof activate>>;

/** The extension as VS Code activated it, with the parts that it hands out under test. */
export async function activated(): Promise<Parts> {
  const extension = vscode.extensions.getExtension<Parts | undefined>(EXTENSION_ID);
  assert.ok(extension, 'the extension is installed');
  const parts = await extension.activate();
  assert.ok(parts, 'the extension runs under test');
  return parts;
}

/** In the result of an export. Many rows would only be slow to read. */
const ROWS_PER_DAY = 20;

export interface SignedIn {
  readonly parts: Parts;
  readonly simulator: Simulator;
  readonly sid: string;
  readonly token: string;
  readonly signOut: () => Promise<void>;
}

/**
 * Signs in to a simulator whose clock stands still until a test advances it. Nothing is polled: tests refresh. After
 * `signOut`, the setting of the server stays until the next sign-in.
 */
export async function signIn(jobs: readonly NewJob[], options: Partial<SimulatorOptions> = {}): Promise<SignedIn> {
  const parts = await activated();
  const startedAt = Date.now();
  const simulator = await startSimulator({
    clock: { now: () => startedAt },
    scenario: { jobs },
    rowsPerDay: ROWS_PER_DAY,
    ...options,
  });
  await configure('apiBaseUrl', simulator.baseUrl);
  const [account] = simulator.accounts;
  assert.ok(account);
  const { kind, sid, token, name } = account;
  await parts.accounts.add({ kind, sid, token, name });
  await vscode.commands.executeCommand('impactJobs.refresh').then(undefined, () => undefined);
  return {
    parts,
    simulator,
    sid,
    token,
    signOut: async () => {
      for (const stored of parts.accounts.stored) {
        await parts.accounts.remove(stored);
      }
      // The next test has a job with the same ID in the same account.
      const { learnedNames } = parts.memory;
      learnedNames.set(learnedNames.keys.map((key) => [key, undefined]));
      await simulator.close();
    },
  };
}

/** Runs a command of ours, by its id without the prefix. */
export function run<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return Promise.resolve(vscode.commands.executeCommand<T>(`impactJobs.${command}`, ...args));
}

/** Changes a setting of ours for all windows, or restores its default. */
export function configure(key: string, value: unknown): Promise<void> {
  return configureEditor('impactJobs', key, value);
}

/**
 * Changes a setting of VS Code's for all windows, or restores its default. Skips what wouldn't change anything: for
 * each change, VS Code writes and rereads the file, and sends all of its settings to the extensions.
 */
export async function configureEditor(section: string, key: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  if (settings.inspect(key)?.globalValue !== value) {
    await settings.update(key, value, vscode.ConfigurationTarget.Global);
  }
}

/** Resolves at the first change of the store that satisfies the condition, or at once. */
export async function until({ store }: Parts, holds: (change?: StoreChange) => boolean): Promise<void> {
  if (holds()) {
    return;
  }
  await new Promise<void>((resolve) => {
    const stop = store.onDidChange((change) => {
      if (holds(change)) {
        stop();
        resolve();
      }
    });
  });
}

/** The rows of the view as VS Code would draw them: labels and descriptions, groups with their jobs. */
export function rows({ tree }: Parts): string[] {
  const lines: string[] = [];
  const add = (nodes: ReturnType<typeof tree.getChildren>, indent: string): void => {
    for (const node of nodes) {
      const { label, description } = tree.getTreeItem(node);
      lines.push(`${indent}${typeof label === 'string' ? label : ''} | ${String(description ?? '')}`);
      add(tree.getChildren(node), `${indent}  `);
    }
  };
  add(tree.getChildren(), '');
  return lines;
}

/** Ends what a test with results leaves: editors, notifications, the account and the files. */
export async function clearResults({ signOut }: SignedIn): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('notifications.clearAll');
  await signOut();
  rmSync(path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'impact-results'), {
    recursive: true,
    force: true,
  });
}
