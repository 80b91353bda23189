import * as vscode from 'vscode';
import { credentialTrouble } from '../../core/accounts/credentialTrouble';
import { fieldsOf } from '../../core/isRecord';
import { jobKey } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Accounts, DemoAccount } from '../accounts/accounts';
import { credentialTroubleInWords } from '../accounts/credentialWords';
import { JOBS_VIEW_ID } from '../ids';
import { UserError } from '../words/userError';
import type { StoredJobMemory } from './jobMemory';
import type { Log } from '../diagnostics/log';
import type { Watchers } from '../watching/watchers';
import type { CommandHandlers } from '../commands/commands';
import { type FocusableView, moveFocus } from './viewFocus';

/** A simulator that runs inside this window. */
export interface Demo {
  readonly account: DemoAccount;
  /** The names of the demo's jobs, by job ID. */
  readonly names: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

export interface ViewCommandsOptions {
  readonly accounts: Accounts;
  readonly store: Pick<JobStore, 'snapshot'>;
  readonly watchers: Watchers;
  readonly memory: StoredJobMemory;
  readonly log: Log;
  readonly showMore: (row: unknown) => void;
  readonly view: FocusableView;
  readonly openTable: () => Promise<void>;
  readonly startDemo: () => Promise<Demo>;
}

/** The account ID of an account's row or note. Undefined for anything else that VS Code passes. */
function accountIdOf(row: unknown): string | undefined {
  const { accountId } = fieldsOf(row);
  return typeof accountId === 'string' ? accountId : undefined;
}

type ViewCommand = 'refresh' | 'openTable' | 'showMore' | 'moveFocus' | 'showLog' | 'startDemo' | 'stopDemo';

/** The commands that apply to the whole view. */
export class ViewCommands {
  private demo: Demo | undefined;

  constructor(private readonly options: ViewCommandsOptions) {}

  get handlers(): Pick<CommandHandlers, ViewCommand> {
    const { log, showMore, openTable, view } = this.options;
    return {
      refresh: (argument) =>
        vscode.window.withProgress({ location: { viewId: JOBS_VIEW_ID } }, () => this.refresh(accountIdOf(argument))),
      openTable: () => openTable(),
      showMore,
      moveFocus: (command) => moveFocus(view, command),
      showLog: () => log.show(),
      startDemo: () => this.startDemo(),
      stopDemo: () => this.stopDemo(),
    };
  }

  /** Ends the demo's server. */
  async dispose(): Promise<void> {
    await this.demo?.close();
  }

  /** Leaves a refused token to `CredentialPrompts` if that has just shown its message, which names the account. */
  private async refresh(accountId: string | undefined): Promise<void> {
    const before = this.prompted();
    try {
      await this.options.watchers.refresh(accountId);
    } catch (error) {
      const isToldNow = [...this.prompted()].some((id) => !before.has(id));
      if (fieldsOf(error)['kind'] !== 'unauthorized' || !isToldNow) {
        throw this.fromEnvironment(accountId, error) ?? error;
      }
    }
  }

  /**
   * The error for a token that can only be corrected in the environment, so that no button offers to replace it.
   * Undefined for any other error, or if a stored token was refused, too.
   */
  private fromEnvironment(accountId: string | undefined, error: unknown): UserError | undefined {
    const { accounts } = this.options.store.snapshot;
    const [refused, ...others] = accounts
      .filter(({ account, sync }) => (accountId ?? account.id) === account.id && credentialTrouble(sync) === 'refused')
      .map(({ account }) => account);
    return fieldsOf(error)['kind'] === 'unauthorized' &&
      refused !== undefined &&
      [refused, ...others].every(({ source }) => source === 'environment')
      ? new UserError(credentialTroubleInWords(refused, 'refused').message, error)
      : undefined;
  }

  /** The IDs of the accounts whose user was told about their token. */
  private prompted(): ReadonlySet<string> {
    const { accounts } = this.options;
    const owners = accounts.all.map((account) => accounts.ownerOf(account));
    return new Set(owners.filter((owner) => accounts.notesOn(owner).isPrompted).map(({ id }) => id));
  }

  private async startDemo(): Promise<void> {
    const { accounts, memory, log, watchers } = this.options;
    if (this.demo === undefined) {
      const demo = await this.options.startDemo();
      this.demo = demo;
      log.info(`The demo's simulator listens on ${demo.account.baseUrl}`);
      accounts.setDemo(demo.account);
      const account = accounts.all.find(({ source }) => source === 'demo');
      if (account !== undefined) {
        memory.names.set([...demo.names].map(([jobId, name]) => [jobKey(account.id, jobId), name]));
      }
    }
    await watchers.refresh();
    await vscode.commands.executeCommand(`${JOBS_VIEW_ID}.focus`);
  }

  private async stopDemo(): Promise<void> {
    this.options.accounts.setDemo(undefined);
    const demo = this.demo;
    this.demo = undefined;
    await demo?.close();
  }
}
