import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import { type Account, accountIdOf, type AccountKind, isAccountKind } from '../../core/account';
import { ApiError } from '../../core/apiError';
import type { BrandChoice } from '../../core/accounts/brandChoice';
import { DEFAULT_BASE_URL, originOf, parseBaseUrl } from '../../core/api/baseUrl';
import { type AccountNotes, StoredAccountNotes } from './accountNotes';
import { EnvironmentAccount } from './environmentAccount';
import { StoredBrands } from './storedBrands';
import { UserError } from '../words/userError';
import type { Settings } from '../settings';

const STORED_KEY = 'impactJobs.accounts';
const DEMO_PREFIX = 'demo:';
const TOKEN_KEY_PREFIX = 'impactJobs.token/';
/** Not a secret, but other windows are notified immediately only about changed secrets. */
const CHANGED_KEY = 'impactJobs.accountsChangedAt';

/** An account in VS Code's global state. Its token is only in SecretStorage. */
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

/**
 * The accounts of this window: from the environment, signed in by the user, and the demo. Only this class calls
 * SecretStorage.
 */
export class Accounts {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly notes: StoredAccountNotes;
  private readonly brands: StoredBrands;
  private readonly environment: EnvironmentAccount;
  /** For this window only, because nothing shows whether the environment's token has changed since the last session. */
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
    this.brands = new StoredBrands(context.globalState);
    this.current = this.read();
    this.subscriptions = [
      // Another window signed in or out, replaced a token, or renamed an account.
      context.secrets.onDidChange(
        ({ key }) => (key === CHANGED_KEY || key.startsWith(TOKEN_KEY_PREFIX)) && this.update(),
      ),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.update()),
      settings.onDidChange((affects) => affects('apiBaseUrl') && this.update()),
    ];
  }

  /** The accounts that aren't turned off. */
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

  /** The account that owns the token: the agency of a brand that is reached through it, or the account itself. */
  ownerOf(account: Account): Account {
    const isOwner = ({ kind, sid, source }: Account): boolean =>
      kind === 'agency' && sid === account.sid && source === account.source;
    return account.brandId === undefined ? account : (this.current.find(isOwner) ?? account);
  }

  /**
   * Reads the account's token for its server. Undefined means signed out. Throws `otherServer` if nobody has agreed to
   * send the token there.
   */
  async readToken(account: Account): Promise<string | undefined> {
    const token = await this.tokenOf(account);
    if (token !== undefined && this.isHeld(account)) {
      throw new ApiError('otherServer', `The user hasn't agreed to send the token to ${originOf(account.baseUrl)}`);
    }
    return token;
  }

  private async tokenOf(account: Account): Promise<string | undefined> {
    const { id, source } = this.ownerOf(account);
    switch (source) {
      case 'environment':
        return this.environment.token;
      case 'demo':
        return this.demo?.token;
      case 'stored':
        return this.context.secrets.get(secretKey(id));
    }
  }

  /** An account that isn't stored yet, for checking it first. */
  draft({ kind, sid, name }: StoredAccount, baseUrl = this.configuredUrl): Account {
    return { id: accountIdOf({ kind, sid }), kind, sid, name, source: 'stored', baseUrl };
  }

  /** Stores an account. `baseUrl` is the server that its token may be sent to. Default: the configured one. */
  async add({ kind, sid, name, token }: NewAccount, baseUrl?: string): Promise<Account> {
    const account = this.draft({ kind, sid, name }, baseUrl);
    await this.replaceToken(account, token);
    const others = this.readStored().filter((known) => known.kind !== kind || known.sid !== sid);
    await this.context.globalState.update(STORED_KEY, [...others, { kind, sid, name }]);
    await this.note(account, { name, isOff: undefined });
    return account;
  }

  /**
   * Replaces the token and forgets what is known about the old one. The new token may be sent only to the account's
   * server.
   */
  async replaceToken({ id, baseUrl }: Pick<Account, 'id' | 'baseUrl'>, token: string): Promise<void> {
    // While the token changes, no token may be sent anywhere.
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

  /**
   * The origins that the account's token may be sent to. Without notes, that's only impact.com, which accepted the
   * token.
   */
  serversOf(account: Account): readonly string[] {
    const own = account.source === 'environment' ? this.environment.baseUrl : undefined;
    const agreed = this.notes.of(this.ownerOf(account).id).servers ?? [DEFAULT_BASE_URL];
    return own === undefined ? agreed : [originOf(own), ...agreed];
  }

  /** Whether the token is held back, because nobody has agreed to send it to the account's server. */
  isHeld(account: Account): boolean {
    return account.source !== 'demo' && !this.serversOf(account).includes(originOf(account.baseUrl));
  }

  /** Stores the user's answer to whether the account's token may be sent to `origin`. */
  async answerServer(account: Account, origin: string, isAgreed: boolean): Promise<void> {
    const owner = this.ownerOf(account);
    const { servers = [DEFAULT_BASE_URL], declinedServers = [] } = this.notes.of(owner.id);
    const others = declinedServers.filter((known) => known !== origin);
    await this.note(
      owner,
      isAgreed ? { servers: [...servers, origin], declinedServers: others } : { declinedServers: [...others, origin] },
    );
  }

  /** The brands that the user has chosen for an agency, and those that the user has seen. */
  choiceOf(agency: Account): BrandChoice {
    return this.brands.of(agency);
  }

  /** Adds and removes the accounts of an agency's brands, in all windows. */
  async chooseBrands(agency: Account, choice: BrandChoice): Promise<void> {
    const ids = new Set(choice.chosen.map(({ id }) => id));
    const gone = this.brandsOf(agency).filter(({ brandId = '' }) => !ids.has(brandId));
    await this.brands.set(agency, choice);
    for (const { id } of gone) {
      await this.notes.forget(id);
    }
    this.update();
    if (agency.source !== 'demo') {
      await this.tellOtherWindows();
    }
  }

  /** Signs an account out, or removes a brand from those that the user works with. */
  async remove(account: Account): Promise<void> {
    if (account.brandId !== undefined) {
      const owner = this.ownerOf(account);
      if (owner === account) {
        return; // the agency is gone, and its brands with it
      }
      const choice = this.choiceOf(owner);
      await this.chooseBrands(owner, { ...choice, chosen: choice.chosen.filter(({ id }) => id !== account.brandId) });
      return;
    }
    for (const { id } of this.brandsOf(account)) {
      await this.notes.forget(id);
    }
    await this.brands.forget(account);
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

  /** Renames an account, turns it on or off, or stores a fact about it. Other windows are notified. */
  async note({ id }: Pick<Account, 'id'>, change: AccountNotes): Promise<void> {
    await this.notes.change(id, change);
    if (change.isReadOnly !== undefined) {
      this.readOnlyNow[change.isReadOnly ? 'add' : 'delete'](id);
    }
    this.update();
    await this.tellOtherWindows();
  }

  private async tellOtherWindows(): Promise<void> {
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
    const stored = this.readStored().map((account) => this.draft(account));
    // One account with two tokens is one account. Signing in is the later wish, and removing it is possible here.
    const isStored = ({ kind, sid, baseUrl }: Account): boolean =>
      stored.some((known) => known.kind === kind && known.sid === sid && known.baseUrl === baseUrl);
    const own = [...this.environment.read(this.configuredUrl).filter((account) => !isStored(account)), ...stored];
    return [...own, ...this.readDemo()].flatMap((account) => {
      const newBrandCount = this.brands.of(account).newIds.length || undefined;
      return [
        this.asNoted(newBrandCount === undefined ? account : { ...account, newBrandCount }),
        ...this.brandsOf(account).map((brand) => this.asNoted(brand)),
      ];
    });
  }

  /** The accounts of an agency's chosen brands. */
  private brandsOf(agency: Account): readonly Account[] {
    if (agency.kind !== 'agency' || agency.brandId !== undefined) {
      return [];
    }
    const { sid, source, baseUrl } = agency;
    const prefix = agency.id.slice(0, -accountIdOf(agency).length);
    return this.brands.of(agency).chosen.map(({ id: brandId, name, timeZone, currency }) => {
      const id = `${prefix}${accountIdOf({ kind: 'brand', sid, brandId })}`;
      return { id, kind: 'brand', sid, brandId, timeZone, currency, name, source, baseUrl };
    });
  }

  private asNoted(account: Account): Account {
    if (account.source === 'demo') {
      return account;
    }
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

  /** The server of the settings, which can be anything while the user types. Empty if it's invalid. */
  get configuredUrl(): string {
    const parsed = parseBaseUrl(this.settings.get('apiBaseUrl'));
    return 'baseUrl' in parsed ? parsed.baseUrl : '';
  }
}

/** Whether a key belongs to a demo. Each window has its own demo, and their jobs have equal IDs. */
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
