import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ApiClient } from '../core/api/apiClient';
import type { Clock } from '../core/clock';
import type { JobStore } from '../core/jobs/jobStore';
import { Claims } from '../core/share/claims';
import { watchTableEditors } from './analysis/tableEditors';
import type { Accounts } from './accounts/accounts';
import { BrandNews } from './accounts/brandNews';
import { CredentialPrompts } from './accounts/credentialPrompts';
import { environmentBrands } from './accounts/environmentBrands';
import { machineFolder } from '../core/share/machineFolder';
import { SharedPrograms } from '../core/share/sharedPrograms';
import { ProgramNames } from './accounts/programNames';
import { noticeServer } from './accounts/serverNotice';
import { whenSignedIn } from './accounts/whenSignedIn';
import type { Log } from './diagnostics/log';
import { FolderGuard } from './downloads/folderGuard';
import { resultFolders, resultRoot } from './downloads/resultFolders';
import { ResultMarks } from './downloads/resultMarks';
import { UnfinishedDownloads } from './downloads/unfinishedDownloads';
import { usedFolders } from './downloads/usedFolders';
import type { StoredJobMemory } from './jobs/jobMemory';
import { ViewPace, type ViewPaceOptions } from './jobs/viewPace';
import { DisposableStore } from './lifecycle';
import { resumePending } from './savedExports/pendingState';
import { ServerQuestions } from './serverQuestions';
import type { Settings } from './settings';
import { keepHistory } from './watching/keepHistory';
import { Notifications } from './watching/notifications';

export interface ReactionsOptions {
  readonly context: vscode.ExtensionContext;
  readonly accounts: Accounts;
  readonly settings: Settings;
  readonly store: JobStore;
  readonly memory: StoredJobMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder where the windows of this machine agree on which of them acts. */
  readonly claimsFolder: string;
  /** Polls an account now. */
  readonly refresh: (accountId: string) => Promise<void>;
  /** Throws if the account is signed out. */
  readonly clientOf: (accountId: string) => Promise<ApiClient>;
  readonly loadCommands: () => Promise<unknown>;
  readonly planOf: ViewPaceOptions['planOf'];
  readonly showPace: ViewPaceOptions['showPace'];
}

/**
 * Acts on changes of accounts and jobs, while views only draw them. A separate bundle, loaded before the first account
 * is polled, because it sees only later changes.
 */
export class Reactions {
  readonly guard: FolderGuard;
  readonly marks: ResultMarks;
  readonly unfinished: UnfinishedDownloads;
  private readonly parts = new DisposableStore();

  constructor(options: ReactionsOptions) {
    const { context, settings, store, memory, clock, log, clientOf } = options;
    const claims = new Claims(options.claimsFolder, clock);
    this.guard = new FolderGuard(context.workspaceState);
    this.marks = this.parts.add(new ResultMarks({ store, memory, clock, guard: this.guard }));
    this.unfinished = new UnfinishedDownloads({ store, memory, clock, log, guard: this.guard });
    this.parts.add(watchTableEditors());
    this.parts.add(
      keepHistory({
        store,
        clock,
        folder: vscode.Uri.joinPath(context.globalStorageUri, 'history').fsPath,
        onProblem: (error) => log.error("Can't store the history of jobs", error),
      }),
    );
    this.parts.add(
      new Notifications({
        store,
        memory,
        settings,
        claims,
        clock,
        log,
        knowsWhereTo: () => resultRoot(context.workspaceState) !== undefined,
      }),
    );
    this.parts.add(new ViewPace(options));
    this.parts.add(new CredentialPrompts(options));
    this.parts.add(
      new BrandNews({
        ...options,
        environmentBrands: environmentBrands(process.env),
        listBrands: async ({ id }) => (await clientOf(id)).listBrands(undefined, 'watch'),
      }),
    );
    this.parts.add(
      new ProgramNames({
        ...options,
        claims,
        isPolling: () => settings.get('polling.enabled'),
        onDidChangeToken: (listener) => context.secrets.onDidChange(listener),
        shared: new SharedPrograms(
          machineFolder({ environment: process.env, platform: process.platform, home: homedir() }),
        ),
        listPrograms: async (accountId) => (await clientOf(accountId)).listPrograms('watch'),
      }),
    );
    this.noticeServer(options);
    this.parts.add(options.accounts.onDidChange(() => this.noticeServer(options)));
    this.parts.add(new ServerQuestions(options));
    const offerUnfinished = (): void => this.unfinished.offer([...resultFolders(settings), ...usedFolders(memory)]);
    this.whenSignedIn(store, offerUnfinished);
    this.parts.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.whenSignedIn(store, offerUnfinished)));
    this.whenSignedIn(store, () => resumePending(context, options.loadCommands));
  }

  dispose(): void {
    this.parts.dispose();
  }

  private noticeServer({ context, accounts, log }: ReactionsOptions): void {
    const sendable = accounts.on.filter((account) => !accounts.isHeld(account));
    noticeServer(context.globalState, sendable).catch((error: unknown) =>
      log.error("Can't show the notice about a server", error),
    );
  }

  private whenSignedIn(store: JobStore, act: () => void): void {
    this.parts.addFunction(whenSignedIn(store, act));
  }
}
