/** The kinds of account that share the Jobs API; they differ in the first segment of its paths. */
export const ACCOUNT_KINDS = ['agency', 'brand', 'partner'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Where an account comes from, and so how it goes away again. */
export type AccountSource = 'stored' | 'environment' | 'demo';

export interface Account {
  /** Names the account inside this product: the same SID can exist once per kind and server. */
  readonly id: string;
  readonly kind: AccountKind;
  readonly sid: string;
  /** What the user calls it. */
  readonly name: string;
  readonly source: AccountSource;
  /** The API's origin and path prefix, without a trailing slash. */
  readonly baseUrl: string;
  /** Switched off by the user: nothing is asked for it. */
  readonly isOff?: boolean | undefined;
  /** impact.com has refused a replay that the job itself allows. */
  readonly isReadOnly?: boolean | undefined;
}

export function isAccountKind(value: unknown): value is AccountKind {
  return ACCOUNT_KINDS.some((kind) => kind === value);
}
