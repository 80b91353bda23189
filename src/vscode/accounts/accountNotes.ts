import type * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';

const NOTES_KEY = 'impactJobs.accountNotes';

/** What the user has decided of an account, or what was learned of it. No credentials. */
export interface AccountNotes {
  readonly name?: string | undefined;
  readonly isOff?: boolean | undefined;
  readonly isReadOnly?: boolean | undefined;
  /** The user was told that the account needs them, and has not helped it since. */
  readonly isPrompted?: boolean | undefined;
  /** The user lets language models read rows of the account's results. */
  readonly isReadByModels?: boolean | undefined;
  /** The origins that the token may be sent to: the one that accepted it, and those that the user has agreed to. */
  readonly servers?: readonly string[] | undefined;
  /** The origins that the user was asked about and has not agreed to. */
  readonly declinedServers?: readonly string[] | undefined;
  /** The user was told that VS Code has not kept the token. */
  readonly isToldOfLoss?: boolean | undefined;
}

/** Notes on accounts in VS Code's global state, by account id. Read anew each time: another window may have written. */
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
