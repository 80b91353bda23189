import type { Account } from '../../src/core/account';
import { ApiClient } from '../../src/core/api/apiClient';
import type { ConnectionOptions } from '../../src/core/api/apiConnection';
import { Transport } from '../../src/core/api/transport';
import type { Clock } from '../../src/core/clock';
import type { Simulator } from '../../src/simulator/startSimulator';
import { anAccount } from './anAccount';

type Simulated = Pick<Simulator, 'baseUrl' | 'accounts'>;

/** The simulator's account as the extension represents it. Brands of an agency are reached through it. */
export function accountOf({ baseUrl, accounts }: Simulated, index = 0): Account {
  const account = accounts[index];
  if (!account) {
    throw new Error(`The simulator has no account ${index}`);
  }
  const { kind, sid, brand } = account;
  return brand === undefined
    ? anAccount({ kind, sid, baseUrl })
    : anAccount({ kind, sid: brand.agencySid, brandId: brand.id, timeZone: brand.timeZone, baseUrl });
}

/** The token that reaches the simulator's account. */
export function tokenOf({ accounts }: Simulated, index = 0): string | undefined {
  const owner = accounts[index]?.brand?.agencySid ?? accounts[index]?.sid;
  return accounts.find(({ sid }) => sid === owner)?.token;
}

/** A signed-in client of the simulator's account. `change` replaces some of its parts. */
export function aClient(
  simulator: Simulated,
  clock: Clock,
  change: Partial<ConnectionOptions> = {},
  index = 0,
): ApiClient {
  return new ApiClient({
    account: accountOf(simulator, index),
    transport: new Transport(clock),
    clock,
    readToken: () => Promise.resolve(tokenOf(simulator, index)),
    ...change,
  });
}
