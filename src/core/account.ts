/** The kinds of accounts that share the Jobs API. Their URLs differ only in the first part of the path. */
export const ACCOUNT_KINDS = ['agency', 'brand', 'partner'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Where an account comes from, which also decides how it's removed. */
export type AccountSource = 'stored' | 'environment' | 'demo';

export interface Account {
  /** Identifies the account in this product. The same SID can exist for several kinds and servers. */
  readonly id: string;
  readonly kind: AccountKind;
  /** The owner of the credentials. */
  readonly sid: string;
  /**
   * The brand's numeric account ID, if the brand is reached through its agency. The kind is then `brand`, and the SID
   * and the token are the agency's.
   */
  readonly brandId?: string | undefined;
  /** The account's IANA time zone, such as `America/Chicago`. Undefined if impact.com doesn't say. */
  readonly timeZone?: string | undefined;
  /** The account's currency, such as `EUR`. Undefined if impact.com doesn't say. */
  readonly currency?: string | undefined;
  /** How many brands of an agency haven't been offered to the user yet. Undefined if there are none. */
  readonly newBrandCount?: number | undefined;
  /** The user's name for the account. */
  readonly name: string;
  readonly source: AccountSource;
  /** The API's origin and path prefix, without a trailing slash. */
  readonly baseUrl: string;
  /** Whether the user turned the account off. No requests are sent for it. */
  readonly isOff?: boolean | undefined;
  /** Whether impact.com has refused a replay that the job itself allows. */
  readonly isReadOnly?: boolean | undefined;
}

export function isAccountKind(value: unknown): value is AccountKind {
  return ACCOUNT_KINDS.some((kind) => kind === value);
}

type Identity = Pick<Account, 'kind' | 'sid' | 'brandId'>;

/** The key of an account in this product. Contains no `/`, because the keys of jobs are split there. */
export function accountIdOf({ kind, sid, brandId }: Identity): string {
  return [kind, sid, ...(brandId === undefined ? [] : [brandId])].join(':');
}

/**
 * What scripts, links, and people call an account: its SID, or the numeric ID of a brand reached through its agency.
 */
export function accountRef({ sid, brandId }: Pick<Account, 'sid' | 'brandId'>): string {
  return brandId ?? sid;
}

/** Whether `ref` names the account. Undefined names all accounts. */
export function isCalled(account: Pick<Account, 'sid' | 'brandId'>, ref: string | undefined): boolean {
  return ref === undefined || ref === accountRef(account);
}

/** The kind of the account whose credentials are sent and whose hourly limit pays for the requests. */
export function payerKind({ kind, brandId }: Pick<Account, 'kind' | 'brandId'>): AccountKind {
  return brandId === undefined ? kind : 'agency';
}
