import { plainText } from '../api/plainText';
import { isRecord } from '../isRecord';
import { isTimeZone } from '../reports/calendar';

/** A brand that an agency manages. */
export interface Brand {
  /** The brand's account ID at impact.com, digits only. */
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, `DELINQUENT`, and others. Empty if it isn't sent. */
  readonly state: string;
  /** An IANA name, such as `America/Chicago`. Undefined if there's none that this machine knows. */
  readonly timeZone: string | undefined;
  /** ISO 4217, such as `USD`. Empty if it isn't sent. */
  readonly currency: string;
}

/** All that is stored of a brand. */
export type ChosenBrand = Omit<Brand, 'state'>;

const ID = /^\d{1,20}$/;
const MAX_TEXT_CHARS = 200;

/**
 * Decodes the brands of an agency. Leaves out rows without an ID, and duplicates. Keeps only what this product needs:
 * `RestAccountURL` contains another SID and token in plain text, and addresses and tax numbers are nobody's business.
 */
export function decodeBrands(rows: readonly unknown[]): readonly Brand[] {
  const brands = new Map<string, Brand>();
  for (const row of rows) {
    const brand = decodeBrand(row);
    if (brand !== undefined && !brands.has(brand.id)) {
      brands.set(brand.id, brand);
    }
  }
  return [...brands.values()];
}

/** Whether the agency can work for the brand. A brand without a state counts as active. */
export function isActiveBrand({ state }: Pick<Brand, 'state'>): boolean {
  return state === '' || state.toUpperCase() === 'ACTIVE';
}

function decodeBrand(row: unknown): Brand | undefined {
  const fields = isRecord(row) ? row : {};
  const id = textOf(fields['Id']);
  if (!ID.test(id)) {
    return undefined;
  }
  const timeZone = textOf(fields['Timezone']);
  return {
    id,
    name: textOf(fields['Name']) || id,
    state: textOf(fields['State']),
    timeZone: isTimeZone(timeZone) ? timeZone : undefined,
    currency: textOf(fields['Currency']),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? plainText(String(value), MAX_TEXT_CHARS).trim() : '';
}
