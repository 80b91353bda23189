import type { Account } from '../../src/core/account';
import { ApiClient } from '../../src/core/api/apiClient';
import type { ConnectionOptions } from '../../src/core/api/apiConnection';
import { Transport } from '../../src/core/api/transport';
import type { Clock } from '../../src/core/clock';
import type { Simulator } from '../../src/simulator/startSimulator';
import { anAccount } from './anAccount';

/** The simulator's account as the extension represents it. */
export function accountOf({ baseUrl, accounts }: Pick<Simulator, 'baseUrl' | 'accounts'>, index = 0): Account {
  const account = accounts[index];
  if (!account) {
    throw new Error(`The simulator has no account ${index}`);
  }
  return anAccount({ kind: account.kind, sid: account.sid, baseUrl });
}

/** A signed-in client of the simulator. `change` replaces some of its parts. */
export function aClient(
  simulator: Pick<Simulator, 'baseUrl' | 'accounts'>,
  clock: Clock,
  change: Partial<ConnectionOptions> = {},
): ApiClient {
  return new ApiClient({
    account: accountOf(simulator),
    transport: new Transport(clock),
    clock,
    readToken: () => Promise.resolve(simulator.accounts[0]?.token),
    ...change,
  });
}
