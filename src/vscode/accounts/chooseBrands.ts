import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { type Brand, type ChosenBrand, isActiveBrand } from '../../core/accounts/brand';
import { chosenBrand, withChanges } from '../../core/accounts/changedBrands';
import type { Clock } from '../../core/clock';
import type { PagedList } from '../../core/api/furtherPages';
import { isApiError } from '../../core/apiError';
import { fieldsOf } from '../../core/isRecord';
import { textOrder } from '../../core/rows/textOrder';
import { UserError } from '../words/userError';
import type { Watchers } from '../watching/watchers';
import type { Accounts } from './accounts';
import { pickAccount } from './accountTargets';
import { pickBrands } from './brandPick';

export interface ChooseBrandsOptions {
  readonly accounts: Accounts;
  readonly watchers: Pick<Watchers, 'clientFor'>;
  readonly clock: Clock;
}

/** What a script passes. */
interface BrandsArgument {
  readonly accountSid: string | undefined;
  /** Undefined if the user is to be asked. */
  readonly brandIds: readonly string[] | 'all' | undefined;
}

/**
 * Sets the brands of an agency to work with, as `{ accountSid?, brandIds? }` says, or as the user does in a list.
 * Returns the chosen brands, or undefined if the user closes the list.
 */
export async function chooseBrands(
  options: ChooseBrandsOptions,
  argument: unknown,
): Promise<readonly ChosenBrand[] | undefined> {
  const { accounts, clock } = options;
  const { accountSid, brandIds } = readArgument(argument);
  const picked = await pickAccount(accounts, accountSid ?? argument, {
    placeHolder: vscode.l10n.t('Select the agency whose brands to choose'),
    accepts: isAgency,
  });
  if (picked === undefined) {
    return undefined;
  }
  const agency = accounts.ownerOf(picked);
  if (!isAgency(agency)) {
    throw new UserError(vscode.l10n.t("{0} isn't an agency, and only agencies have brands.", picked.name));
  }
  const load = (signal?: AbortSignal): Promise<PagedList<Brand>> => listBrands(options, agency, signal);
  const before = accounts.choiceOf(agency);
  const answer =
    brandIds === undefined
      ? await pickBrands(agency, before, load)
      : await load().then((list) => ({ list, wanted: namedBrands(list, brandIds) }));
  if (answer === undefined) {
    return undefined;
  }
  const { list, wanted } = answer;
  const ticked = new Set(before.chosen.map(({ id }) => id));
  const wantedIds = new Set(wanted.map(({ id }) => id));
  const next = withChanges(accounts.choiceOf(agency), list.items, {
    added: wanted.filter(({ id }) => !ticked.has(id)).map(chosenBrand),
    removedIds: [...ticked].filter((id) => !wantedIds.has(id)),
    nowMs: clock.now(),
  });
  const order = textOrder(vscode.env.language);
  const chosen = [...next.chosen].sort((a, b) => order(a.name, b.name));
  await accounts.chooseBrands(agency, { ...next, chosen });
  return chosen;
}

export function isAgency({ kind, brandId }: Account): boolean {
  return kind === 'agency' && brandId === undefined;
}

/** Lists the brands of an agency, also of one that is turned off. Throws ApiError or UserError. */
export async function listBrands(
  { watchers, accounts }: Pick<ChooseBrandsOptions, 'accounts' | 'watchers'>,
  agency: Account,
  signal?: AbortSignal,
): Promise<PagedList<Brand>> {
  const client = await watchers.clientFor(agency, () => accounts.readToken(agency));
  try {
    return await client.listBrands(signal);
  } catch (error) {
    throw isApiError(error) && error.kind === 'forbidden'
      ? new UserError(
          vscode.l10n.t(
            "The token of {0} can't list brands. In impact.com, under Settings > Technical > API, give it access to Advertisers.",
            agency.name,
          ),
          error,
        )
      : error;
  }
}

function readArgument(argument: unknown): BrandsArgument {
  const { accountSid, brandIds } = fieldsOf(argument);
  return {
    accountSid: typeof accountSid === 'string' ? accountSid : undefined,
    brandIds: brandIds === undefined ? undefined : decodeIds(brandIds),
  };
}

function decodeIds(brandIds: unknown): readonly string[] | 'all' {
  if (brandIds === 'all') {
    return brandIds;
  }
  const ids: readonly unknown[] = Array.isArray(brandIds) ? brandIds : [brandIds];
  return ids.map((id) => {
    const text = typeof id === 'number' ? String(id) : id;
    if (typeof text !== 'string' || !/^\d{1,20}$/.test(text)) {
      throw new UserError(vscode.l10n.t('brandIds takes a list of brand IDs, such as "1048291", or "all".'));
    }
    return text;
  });
}

/** Throws a UserError if a brand isn't in the list, or could be in the part that impact.com didn't send. */
function namedBrands({ items, rest }: PagedList<Brand>, brandIds: readonly string[] | 'all'): readonly Brand[] {
  const byId = new Map(items.map((brand) => [brand.id, brand]));
  const unknown = brandIds === 'all' ? [] : brandIds.filter((id) => !byId.has(id));
  if (rest !== undefined && (brandIds === 'all' || unknown.length > 0)) {
    throw new UserError(vscode.l10n.t('Not all brands could be loaded, so none was changed. Try again later.'));
  }
  if (brandIds === 'all') {
    return items.filter(isActiveBrand);
  }
  if (unknown.length > 0) {
    throw new UserError(vscode.l10n.t('The agency has no brand {0}.', unknown.join(', ')));
  }
  return brandIds.flatMap((id) => byId.get(id) ?? []);
}
