import { fieldsOf } from '../isRecord';
import { isTimeZone } from '../reports/calendar';
import { type Brand, type ChosenBrand, isActiveBrand } from './brand';

/** The brands of an agency that the user works with. */
export interface BrandChoice {
  readonly chosen: readonly ChosenBrand[];
  /** The IDs of the brands that the user has been offered. */
  readonly offeredIds: readonly string[];
  /** The IDs of the active brands that have appeared since. */
  readonly newIds: readonly string[];
  /** When the agency's list was last read. 0 if never. */
  readonly listedAtMs: number;
}

export const NO_BRANDS: BrandChoice = { chosen: [], offeredIds: [], newIds: [], listedAtMs: 0 };

/** Reads a stored choice. Leaves out what is invalid. */
export function decodeBrandChoice(value: unknown): BrandChoice {
  const { chosen, offeredIds, newIds, listedAtMs } = fieldsOf(value);
  return {
    chosen: listOf(chosen).flatMap((brand) => decodeChosen(brand) ?? []),
    offeredIds: textsOf(offeredIds),
    newIds: textsOf(newIds),
    listedAtMs: typeof listedAtMs === 'number' ? listedAtMs : 0,
  };
}

/** The fields of a brand that are stored. */
export function chosenBrand({ id, name, timeZone, currency }: ChosenBrand): ChosenBrand {
  return { id, name, timeZone, currency };
}

/**
 * The choice after the user has added and removed brands. Another window can have changed it meanwhile, so all others
 * stay as they are.
 */
export function withChanges(
  choice: BrandChoice,
  listed: readonly Brand[],
  {
    added,
    removedIds,
    nowMs,
  }: { readonly added: readonly ChosenBrand[]; readonly removedIds: readonly string[]; readonly nowMs: number },
): BrandChoice {
  const chosen = new Map(choice.chosen.map((brand) => [brand.id, brand]));
  added.forEach((brand) => chosen.set(brand.id, brand));
  removedIds.forEach((id) => chosen.delete(id));
  return {
    chosen: withListed([...chosen.values()], listed),
    offeredIds: [...new Set([...choice.offeredIds, ...listed.map(({ id }) => id)])],
    newIds: [],
    listedAtMs: nowMs,
  };
}

/**
 * The choice after the agency's list was read without the user: names and zones as they are now, and the brands that
 * are new. Nothing is new before the first choice.
 */
export function withList(choice: BrandChoice, listed: readonly Brand[], nowMs: number): BrandChoice {
  const known = new Set(choice.offeredIds);
  return {
    ...choice,
    listedAtMs: nowMs,
    chosen: withListed(choice.chosen, listed),
    newIds:
      known.size === 0
        ? []
        : listed.filter((brand) => isActiveBrand(brand) && !known.has(brand.id)).map(({ id }) => id),
  };
}

function withListed(chosen: readonly ChosenBrand[], listed: readonly Brand[]): readonly ChosenBrand[] {
  const byId = new Map(listed.map((brand) => [brand.id, brand]));
  return chosen.map((brand) => chosenBrand(byId.get(brand.id) ?? brand));
}

function decodeChosen(value: unknown): ChosenBrand | undefined {
  const { id, name, timeZone, currency } = fieldsOf(value);
  return typeof id === 'string' && /^\d{1,20}$/.test(id)
    ? {
        id,
        name: typeof name === 'string' && name !== '' ? name : id,
        timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : undefined,
        currency: typeof currency === 'string' ? currency : '',
      }
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string');
}
