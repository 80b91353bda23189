import { type Brand, type ChosenBrand, isActiveBrand } from './brand';
import type { BrandChoice } from './brandChoice';

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
