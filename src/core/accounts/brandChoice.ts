import { fieldsOf } from '../isRecord';
import type { ChosenBrand } from './brand';

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

function decodeChosen(value: unknown): ChosenBrand | undefined {
  const { id, name, timeZone, currency } = fieldsOf(value);
  return typeof id === 'string' && /^\d{1,20}$/.test(id)
    ? {
        id,
        name: typeof name === 'string' && name !== '' ? name : id,
        timeZone: typeof timeZone === 'string' ? timeZone : undefined,
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
