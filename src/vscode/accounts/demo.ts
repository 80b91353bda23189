import * as vscode from 'vscode';
import type { Demo } from '../jobs/viewCommands';

/** Starts the simulator in this window. Its code is loaded only for this. */
export async function startDemo(): Promise<Demo> {
  const { startSimulator } = await import('../../simulator/startSimulator');
  const simulator = await startSimulator({ scenario: 'embedded' });
  const [account] = simulator.accounts;
  if (account === undefined) {
    throw new Error('The simulator has no account');
  }
  const { kind, sid, token } = account;
  return {
    account: { kind, sid, token, name: vscode.l10n.t('Demo agency'), baseUrl: simulator.baseUrl },
    names: simulator.names,
    close: () => simulator.close(),
  };
}
