import { homedir } from 'node:os';
import path from 'node:path';
import type { Account } from '../core/account';
import type { ApiClient } from '../core/api/apiClient';
import { Transport } from '../core/api/transport';
import type { Clock } from '../core/clock';
import { JobStore } from '../core/jobs/jobStore';
import { NO_MARKS, NO_MEMORY, type JobMemory } from '../core/jobs/jobMarks';
import { machineFolder } from '../core/share/machineFolder';
import type { MachineShare } from '../core/share/machineShare';
import { SharedPrograms } from '../core/share/sharedPrograms';
import { type Environment, readCredentials } from './credentials';
import { proxyOf } from './proxy';
import { requireOwn } from './requireOwn';
import { noticeServer } from './serverNotice';
import type { Terminal } from './terminal';

export interface SessionOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** The SID or the ID of a brand. Undefined for the account of the environment. */
  readonly accountRef: string | undefined;
  /** The most that this machine sends in an hour. */
  readonly requestsPerHour: number;
  /** The version of the API to request. 0: the one that this program was written for. */
  readonly apiVersion: number;
}

/** An account, and all that's needed to ask impact.com about its jobs. */
export interface Session {
  readonly account: Account;
  readonly token: string;
  readonly client: ApiClient;
  readonly transport: Transport;
  readonly store: JobStore;
  readonly share: MachineShare;
  readonly clock: Clock;
  /** A client for the same credentials as another kind of account. */
  readonly clientFor: (account: Account) => ApiClient;
  /** A session of another account with these credentials: a brand of the agency. */
  readonly sessionFor: (account: Account) => Session;
}

/**
 * Opens the account of the environment. Sends no request. Throws a sentence if the credentials are missing or invalid.
 */
export async function openSession({
  environment,
  clock,
  terminal,
  accountRef,
  requestsPerHour,
  apiVersion,
}: SessionOptions): Promise<Session> {
  const { account, token } = readCredentials(environment, accountRef);
  const [{ ApiClient: Client }, { MachineShare: Share }] = await Promise.all([
    import('../core/api/apiClient'),
    import('../core/share/machineShare'),
  ]);
  const folder = machineFolder({ environment, platform: process.platform, home: homedir() });
  const accountsFolder = path.join(folder, 'accounts');
  [folder, accountsFolder].forEach(requireOwn);
  noticeServer(account.baseUrl, folder, terminal);
  const share = new Share({
    folder: accountsFolder,
    budgetFolder: folder,
    clock,
    requestsPerHour: () => requestsPerHour,
    onProblem: () => terminal.note(`Can't write to ${folder}, so other windows don't know of these requests.`),
  });
  proxyOf(new URL(account.baseUrl), environment); // so that a wrong one is reported at once
  const transport = new Transport(clock, async () => (await import('./proxiedFetch')).proxiedFetch(environment));
  const clientFor = (asked: Account): ApiClient =>
    new Client({
      account: asked,
      transport,
      clock,
      readToken: () => Promise.resolve(token),
      gate: share.gate(asked),
      apiVersion: () => apiVersion,
    });
  const programs = new SharedPrograms(folder);
  const store: JobStore = new JobStore(
    clock,
    namesOnly((accountId) => store.account(accountId)?.account, programs),
  );
  store.setAccounts([account]);
  const sessionFor = (asked: Account): Session => ({
    account: asked,
    token,
    client: clientFor(asked),
    transport,
    store,
    share,
    clock,
    clientFor,
    sessionFor,
  });
  return sessionFor(account);
}

/** What a command line knows of jobs beyond their fields: the names of programs that an editor has learned. */
function namesOnly(accountOf: (accountId: string) => Account | undefined, programs: SharedPrograms): JobMemory {
  const known = new Map<string, ReadonlyMap<string, string>>();
  const namesOf = (accountId: string): ReadonlyMap<string, string> | undefined => {
    const account = accountOf(accountId);
    if (account !== undefined && !known.has(accountId)) {
      known.set(accountId, programs.read(account));
    }
    return known.get(accountId);
  };
  return {
    ...NO_MEMORY,
    marksOf: (key, programId) => ({
      ...NO_MARKS,
      programName: namesOf(key.slice(0, key.indexOf('/')))?.get(programId),
    }),
  };
}
