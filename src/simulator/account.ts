import { lettersFrom } from './random';

export const ACCOUNT_KINDS = ['agency', 'brand', 'partner'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** The scopes that a token can have. */
export type Scope =
  'Jobs' | 'Reports' | 'ReportExport' | 'ClickExport' | 'Campaigns' | 'Advertisers' | 'CompanyInformation';

/** A pair of credentials. Two of them can share a `sid`: two tokens of one account, which see the same jobs. */
export interface Account {
  readonly kind: AccountKind;
  readonly sid: string;
  readonly token: string;
  readonly name: string;
  /** The start of each call's path, such as `/Agencies/IR…`. */
  readonly path: string;
  /** A read-only token can list and download, but not replay. */
  readonly readOnly?: boolean;
  /** Default: every scope. */
  readonly scopes?: readonly Scope[];
  /** What CompanyInformation tells of its time zone. Default: the offset of its dates. */
  readonly companyTimezone?: string;
  /** For a brand that an agency manages. */
  readonly brand?: ManagedBrand;
}

/** What an agency sees of a brand that it manages. */
export interface ManagedBrand {
  /** The account ID: digits. */
  readonly id: string;
  readonly agencySid: string;
  readonly state: 'ACTIVE' | 'DELINQUENT';
  /** An IANA name. */
  readonly timeZone: string;
  readonly currency: string;
}

export type AccountOptions = Pick<Account, 'kind'> & Partial<Omit<Account, 'path' | 'brand'>>;

/** The first segment of each call's path. */
export const PATH_SEGMENTS: Record<AccountKind, string> = {
  agency: 'Agencies',
  brand: 'Advertisers',
  partner: 'Mediapartners',
};

const KIND_NAMES: Record<AccountKind, string> = {
  agency: 'Meridian Media (demo)',
  brand: 'Nordlicht Outdoor (demo)',
  partner: 'Deal Harbour (demo)',
};

/** Fills in missing options: an SID like the published example, and a token that is obviously fake. */
export function makeAccount(options: AccountOptions, seed: number, index: number): Account {
  const distinction = index === 0 ? options.kind : `${options.kind}-${index + 1}`;
  const sid = options.sid ?? `IR${lettersFrom(32, seed, 'sid', distinction)}`;
  return {
    token: `not-a-real-token-${distinction}-${lettersFrom(8, seed, 'token', distinction)}`,
    name: KIND_NAMES[options.kind],
    ...options,
    sid,
    path: `/${PATH_SEGMENTS[options.kind]}/${sid}`,
  };
}
