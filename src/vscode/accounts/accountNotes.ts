import type * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';

const NOTES_KEY = 'impactJobs.accountNotes';

/** What the user has decided about an account, and what was learned about it. Contains no credentials. */
export interface AccountNotes {
  readonly name?: string | undefined;
  readonly isOff?: boolean | undefined;
  readonly isReadOnly?: boolean | undefined;
  /** The user was told that the account needs a token or permission, and the account hasn't responded since. */
  readonly isPrompted?: boolean | undefined;
  /** The user allows language models to read rows of the account's results. */
  readonly isReadByModels?: boolean | undefined;
  /** The origins that the token may be sent to: the one that accepted it, and those that the user allowed. */
  readonly servers?: readonly string[] | undefined;
  /** The origins that the user was asked about and didn't allow. */
  readonly declinedServers?: readonly string[] | undefined;
  /** The user was told that VS Code hasn't kept the token. */
  readonly isToldOfLoss?: boolean | undefined;
}

/**
 * The notes on accounts in VS Code's global state, by account ID. Reads the state each time, because other windows also
 * change it.
 */
export class StoredAccountNotes {
  constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

  of(accountId: string): AccountNotes {
    const all = this.all();
    return Object.hasOwn(all, accountId) ? decode(all[accountId]) : {};
  }

  async change(accountId: string, change: AccountNotes): Promise<void> {
    await this.state.update(NOTES_KEY, { ...this.all(), [accountId]: { ...this.of(accountId), ...change } });
  }

  async forget(accountId: string): Promise<void> {
    await this.state.update(
      NOTES_KEY,
      Object.fromEntries(Object.entries(this.all()).filter(([id]) => id !== accountId)),
    );
  }

  private all(): Readonly<Record<string, unknown>> {
    return this.state.get<Record<string, unknown>>(NOTES_KEY, {});
  }
}

function decode(value: unknown): AccountNotes {
  const { name, servers, declinedServers, ...claims } = fieldsOf(value);
  return {
    name: typeof name === 'string' && name !== '' ? name : undefined,
    isOff: claims.isOff === true,
    isReadOnly: claims.isReadOnly === true,
    isPrompted: claims.isPrompted === true,
    isReadByModels: claims.isReadByModels === true,
    servers: texts(servers),
    declinedServers: texts(declinedServers),
    isToldOfLoss: claims.isToldOfLoss === true,
  };
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}
