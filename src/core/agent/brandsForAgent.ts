import { type Account, accountRef } from '../account';
import type { Brand } from '../accounts/brand';
import type { BrandChoice } from '../accounts/brandChoice';

export interface BrandsForAgent {
  /** The agency's SID. */
  readonly accountSid: string;
  readonly name: string;
  readonly brands: readonly (Brand & {
    /** Whether the user has chosen the brand, so that the other tools take its ID as their `accountSid`. */
    readonly isChosen: boolean;
  })[];
  /** Whether impact.com has more brands than it has sent. */
  readonly isPart: boolean;
}

/** An agency's brands as a language model gets them. */
export function brandsForAgent(
  agency: Account,
  brands: readonly Brand[],
  { chosen }: BrandChoice,
  isPart: boolean,
): BrandsForAgent {
  const ids = new Set(chosen.map(({ id }) => id));
  return {
    accountSid: accountRef(agency),
    name: agency.name,
    brands: brands.map((brand) => ({ ...brand, isChosen: ids.has(brand.id) })),
    isPart,
  };
}
