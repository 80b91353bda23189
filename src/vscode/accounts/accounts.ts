import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import { type Account, type AccountKind, isAccountKind } from '../../core/account';
import { ApiError } from '../../core/apiError';
import { DEFAULT_BASE_URL, originOf, parseBaseUrl } from '../../core/api/baseUrl';
import { type AccountNotes, StoredAccountNotes } from './accountNotes';
import { EnvironmentAccount } from './environmentAccount';
import { UserError } from '../words/userError';
import type { Settings } from '../settings';

const STORED_KEY = 'impactJobs.accounts';
const DEMO_PREFIX = 'demo:';
const TOKEN_KEY_PREFIX = 'impactJobs.token/';
/** No secret, but of all that VS Code stores only secrets tell other windows at once that they have changed. */
const CHANGED_KEY = 'impactJobs.accountsChangedAt';

/** What is kept of an account in VS Code's global state. Its token is in SecretStorage alone. */
interface StoredAccount {
  readonly kind: AccountKind;
  readonly sid: string;
  readonly name: string;
}

export interface NewAccount extends StoredAccount {
  readonly token: string;
}

export interface DemoAccount extends NewAccount {
  readonly baseUrl: string;
}

/** The accounts of this window: of the environment, signed in by the user, and the demo's. The only caller of SecretStorage. */
export class Accounts {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly notes: StoredAccountNotes;
  private readonly environment: EnvironmentAccount;
  /** Learned in this window: nothing tells that the environment's token is another than before. */
  private readonly readOnlyNow = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];
  private demo: DemoAccount | undefined;
  private current: readonly Account[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>,
    private readonly settings: Settings,
    environment: NodeJS.ProcessEnv = process.env,
    complain: (sentence: string) => void = () => undefined,
  ) {
    this.environment = new EnvironmentAccount(environment, complain);
    this.notes = new StoredAccountNotes(context.globalState);
    this.current = this.read();
    this.subscriptions = [
      // Another window signed in or out, replaced a token, or changed what an account is called.
      context.secrets.onDidChange(
        ({ key }) => (key === CHANGED_KEY || key.startsWith(TOKEN_KEY_PREFIX)) && this.update(),
      ),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.update()),
      settings.onDidChange((affects) => affects('apiBaseUrl') && this.update()),
    ];
  }

  /** Those that can be asked: not switched off. */
  get on(): readonly Account[] {
    return this.current.filter(({ isOff }) => isOff !== true);
  }

  get all(): readonly Account[] {
    return this.current;
  }

  get stored(): readonly Account[] {
    return this.current.filter(({ source }) => source === 'stored');
  }

  find(accountId: string): Account | undefined {
    return this.current.find(({ id }) => id === accountId);
  }

  /**
   * The account's token for its server, read anew at each call. Undefined means signed out. Throws `otherServer` where
   * nobody has agreed that the token goes there.
   */
  async readToken(account: Account): Promise<string | undefined> {
    const token = await this.tokenOf(account);
    if (token !== undefined && this.isHeld(account)) {
      throw new ApiError('otherServer', `Nobody has agreed that the token goes to ${originOf(account.baseUrl)}`);
    }
    return token;
  }

  private async tokenOf({ id, source }: Account): Promise<string | undefined> {
    switch (source) {
      case 'environment':
        return this.environment.token;
      case 'demo':
        return this.demo?.token;
      case 'stored':
        return this.context.secrets.get(secretKey(id));
    }
  }

  /** The account as it would be, for trying it before it is stored. */
  draft({ kind, sid, name }: StoredAccount, baseUrl = this.configuredUrl): Account {
    return { id: `${kind}:${sid}`, kind, sid, name, source: 'stored', baseUrl };
  }

  /** `baseUrl`: the server that has accepted the token, or that the user wants to send it to. Default: the configured one. */
  async add({ kind, sid, name, token }: NewAccount, baseUrl?: string): Promise<Account> {
    const account = this.draft({ kind, sid, name }, baseUrl);
    await this.replaceToken(account, token);
    const others = this.readStored().filter((known) => known.kind !== kind || known.sid !== sid);
    await this.context.globalState.update(STORED_KEY, [...others, { kind, sid, name }]);
    await this.note(account, { name, isOff: undefined });
    return account;
  }

  /** What was learned of the old token is forgotten with it. The new one may go to the account's server, and nowhere else. */
  async replaceToken({ id, baseUrl }: Pick<Account, 'id' | 'baseUrl'>, token: string): Promise<void> {
    // Between the two tokens neither may go anywhere.
    await this.notes.change(id, { isReadOnly: undefined, isPrompted: undefined, servers: [], declinedServers: [] });
    await this.context.secrets.store(secretKey(id), token);
    if ((await this.context.secrets.get(secretKey(id))) !== token) {
      throw new UserError(
        vscode.l10n.t(
          "The token couldn't be saved in VS Code secret storage. Set the environment variables IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN instead.",
        ),
      );
    }
    await this.notes.change(id, { servers: [originOf(baseUrl)] });
    this.update();
  }

  /** The origins that the account's token may be sent to; a token of before such notes was accepted by impact.com. */
  serversOf(account: Pick<Account, 'id' | 'source'>): readonly string[] {
    const own = account.source === 'environment' ? this.environment.baseUrl : undefined;
    const agreed = this.notes.of(account.id).servers ?? [DEFAULT_BASE_URL];
    return own === undefined ? agreed : [originOf(own), ...agreed];
  }

  /** Whether nobody has agreed that the account's token goes to its server. */
  isHeld(account: Account): boolean {
    return account.source !== 'demo' && !this.serversOf(account).includes(originOf(account.baseUrl));
  }

  /** Notes the answer to whether the account's token may go to `origin`. */
  async answerServer(account: Account, origin: string, isAgreed: boolean): Promise<void> {
    const { servers = [DEFAULT_BASE_URL], declinedServers = [] } = this.notes.of(account.id);
    const others = declinedServers.filter((known) => known !== origin);
    await this.note(
      account,
      isAgreed ? { servers: [...servers, origin], declinedServers: others } : { declinedServers: [...others, origin] },
    );
  }

  async remove(account: Account): Promise<void> {
    await this.context.globalState.update(
      STORED_KEY,
      this.readStored().filter(({ kind, sid }) => kind !== account.kind || sid !== account.sid),
    );
    await this.notes.forget(account.id);
    await this.context.secrets.delete(secretKey(account.id));
    this.update();
  }

  notesOn({ id }: Pick<Account, 'id'>): AccountNotes {
    return this.notes.of(id);
  }

  /** Names an account, switches it off or on, or notes what was learned of it; the other windows follow. */
  async note({ id }: Pick<Account, 'id'>, change: AccountNotes): Promise<void> {
    await this.notes.change(id, change);
    if (change.isReadOnly !== undefined) {
      this.readOnlyNow[change.isReadOnly ? 'add' : 'delete'](id);
    }
    this.update();
    await this.context.secrets.store(CHANGED_KEY, String(Date.now()));
  }

  setDemo(demo: DemoAccount | undefined): void {
    this.demo = demo;
    this.update();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.changed).dispose();
  }

  private update(): void {
    const accounts = this.read();
    if (!isDeepStrictEqual(accounts, this.current)) {
      this.current = accounts;
      this.changed.fire();
    }
  }

  private read(): readonly Account[] {
    const own = [
      ...this.environment.read(this.configuredUrl),
      ...this.readStored().map((account) => this.draft(account)),
    ];
    return [...own.map((account) => this.asNoted(account)), ...this.readDemo()];
  }

  private asNoted(account: Account): Account {
    const { name = account.name, isOff, isReadOnly } = this.notes.of(account.id);
    return {
      ...account,
      name,
      isOff,
      isReadOnly: account.source === 'environment' ? this.readOnlyNow.has(account.id) : isReadOnly,
    };
  }

  private readStored(): readonly StoredAccount[] {
    const stored = this.context.globalState.get<unknown>(STORED_KEY, []);
    return Array.isArray(stored) ? stored.filter(isStoredAccount) : [];
  }

  private readDemo(): readonly Account[] {
    if (this.demo === undefined) {
      return [];
    }
    const { kind, sid, name, baseUrl } = this.demo;
    return [{ id: `${DEMO_PREFIX}${kind}:${sid}`, kind, sid, name, source: 'demo', baseUrl }];
  }

  /** The server of the settings; a setting that is half typed may name any. */
  get configuredUrl(): string {
    const parsed = parseBaseUrl(this.settings.get('apiBaseUrl'));
    return 'baseUrl' in parsed ? parsed.baseUrl : '';
  }
}

/** Each window has a demo of its own, whose jobs have the same ids as another's. */
export function isDemoKey(key: string): boolean {
  return key.startsWith(DEMO_PREFIX);
}

function secretKey(accountId: string): string {
  return `${TOKEN_KEY_PREFIX}${accountId}`;
}

function isStoredAccount(value: unknown): value is StoredAccount {
  const { kind, sid, name } = fieldsOf(value);
  return isAccountKind(kind) && typeof sid === 'string' && sid !== '' && typeof name === 'string';
}
