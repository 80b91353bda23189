/** The kinds of accounts that share the Jobs API. Their URLs differ only in the first part of the path. */
export const ACCOUNT_KINDS = ['agency', 'brand', 'partner'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Where an account comes from, which also decides how it's removed. */
export type AccountSource = 'stored' | 'environment' | 'demo';

export interface Account {
  /** Identifies the account in this product. The same SID can exist for several kinds and servers. */
  readonly id: string;
  readonly kind: AccountKind;
  readonly sid: string;
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
