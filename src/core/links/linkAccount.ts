import type { Account } from '../account';
import type { LinkOwner } from './reportLink';

/** The accounts of an export, and all that it could be for. */
export interface ExportAccounts {
  readonly account: Account;
  readonly others: readonly Account[];
  readonly accounts: readonly Account[];
  /** The own SID of a brand that is reached through its agency, if it's known. */
  readonly brandSidOf: (brand: Account) => string | undefined;
}

/** What a link means for the accounts of an export. */
export type LinkAccount =
  | { readonly kind: 'included' }
  /** Another account, which the export can be for instead. */
  | { readonly kind: 'other'; readonly account: Account }
  /** An account that isn't there. */
  | { readonly kind: 'unknown' };

/** Finds the account in a link, on the server of the export's account. */
export function accountOfLink(
  owner: LinkOwner,
  { account, others, accounts, brandSidOf }: ExportAccounts,
): LinkAccount {
  const isBrand = (one: Account): boolean =>
    owner.kind === 'brand' && one.brandId !== undefined && brandSidOf(one) === owner.sid;
  const isOwner = (one: Account): boolean => one.baseUrl === account.baseUrl && (isOwnedBy(one, owner) || isBrand(one));
  if ([account, ...others].some(isOwner)) {
    return { kind: 'included' };
  }
  const other = accounts.find(isOwner);
  return other === undefined ? { kind: 'unknown' } : { kind: 'other', account: other };
}

function isOwnedBy(account: Account, { kind, sid, brandId }: LinkOwner): boolean {
  return (
    account.sid === sid &&
    account.brandId === brandId &&
    (account.brandId === undefined ? account.kind === kind : kind === 'agency')
  );
}
