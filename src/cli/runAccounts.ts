import { type Account, accountIdOf, accountRef } from '../core/account';
import { type Brand, isActiveBrand } from '../core/accounts/brand';
import type { SavedExport } from '../core/savedExports/savedExport';
import type { Runnable } from '../core/runs/runFolder';
import type { Cli } from './cli';
import { CliError } from './cliError';
import type { Session } from './session';

/** The accounts that runs can use. */
export interface RunAccounts {
  /** For exports that name no account. */
  readonly main: Session;
  readonly accounts: readonly Account[];
}

/**
 * The account of `--account`, or the environment's. If an export or several `--account` ask for more, an agency's
 * brands, too: one request, which also tells their names and time zones. Throws a sentence for an unknown brand.
 */
export async function runAccounts(cli: Cli, exports: readonly Pick<SavedExport, 'accounts'>[]): Promise<RunAccounts> {
  const { accountRefs: refs } = cli;
  const isForMany = refs.length > 1 || refs[0] === 'all' || exports.some(({ accounts }) => accounts !== undefined);
  if (!isForMany) {
    const main = await cli.session();
    return { main, accounts: [main.account] };
  }
  const main = await cli.owner();
  const { account: owner, client } = main;
  const { items: brands, rest } = owner.kind === 'agency' ? await client.listBrands(cli.signal) : { items: [] };
  const isForAll = refs[0] === 'all' || exports.some(({ accounts }) => accounts === 'all');
  if (rest !== undefined && isForAll) {
    // Results that lack some clients would look complete.
    throw new CliError('failed', 'impact.com has more brands than it has sent. Name the accounts, or try again later.');
  }
  const named = new Set([...refs, ...exports.flatMap(({ accounts }) => (accounts === 'all' ? [] : (accounts ?? [])))]);
  const known = [
    owner,
    ...brands
      .filter((brand) => isActiveBrand(brand) || named.has(brand.id))
      .map((brand) => accountOfBrand(owner, brand)),
  ];
  if (refs.length === 0 || refs[0] === 'all') {
    return { main, accounts: known };
  }
  return { main, accounts: refs.map((ref) => accountCalled(known, ref)) };
}

/**
 * Applies `--account` to what runs: several name the clients of exports that name none, and limit the others to them.
 */
export function forAccounts(found: Runnable, refs: readonly string[]): Runnable {
  const change = (saved: SavedExport): SavedExport => ({ ...saved, ...wishedAccounts(saved, refs) });
  return found.kind === 'export'
    ? { ...found, saved: change(found.saved) }
    : {
        ...found,
        set: { ...found.set, accounts: undefined },
        members: found.members.map((saved) => change({ ...saved, accounts: saved.accounts ?? found.set.accounts })),
      };
}

function wishedAccounts({ account, accounts }: SavedExport, refs: readonly string[]): Pick<SavedExport, 'accounts'> {
  const asked = refs[0] === 'all' ? 'all' : refs;
  if (account !== undefined || asked.length === 0) {
    return { accounts };
  }
  if (accounts === undefined) {
    return { accounts: refs.length > 1 || asked === 'all' ? asked : undefined };
  }
  if (accounts === 'all' || asked === 'all') {
    return { accounts: accounts === 'all' ? asked : accounts };
  }
  const both = accounts.filter((ref) => asked.includes(ref));
  return { accounts: both.length === 0 ? accounts : both };
}

function accountOfBrand({ sid, source, baseUrl }: Account, { id: brandId, name, timeZone, currency }: Brand): Account {
  const identity = { kind: 'brand', sid, brandId } as const;
  return { ...identity, id: `environment:${accountIdOf(identity)}`, name, timeZone, currency, source, baseUrl };
}

function accountCalled(known: readonly Account[], ref: string): Account {
  const account = known.find((one) => accountRef(one) === ref);
  if (account === undefined) {
    throw new CliError('usage', `There's no brand ${ref}. impact-jobs brands lists the brands.`);
  }
  return account;
}
