import { type Account, PATH_SEGMENTS } from './account';
import { hashOf, lettersFrom } from './random';

/** Most of these change their clocks in spring and fall, some in the other half of the year, and some never. */
const TIME_ZONES = [
  'America/Chicago',
  'Europe/Berlin',
  'America/New_York',
  'Europe/London',
  'America/Los_Angeles',
  'Australia/Sydney',
  'America/St_Johns',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'America/Phoenix',
  'Asia/Tokyo',
  'Europe/Lisbon',
] as const;
const CURRENCIES = ['USD', 'EUR', 'GBP', 'AUD', 'CAD', 'INR'] as const;
const PLACES = [
  'Harbour',
  'Meadow',
  'Summit',
  'Riverside',
  'Orchard',
  'Lantern',
  'Juniper',
  'Foundry',
  'Pebble',
  'Aurora',
];
const TRADES = ['Outdoors', 'Skincare', 'Coffee', 'Travel', 'Shoes', 'Audio'];
/** One in so many hasn't paid its bill. */
const DELINQUENT_EVERY = 15;

/** The brands of an agency, at most 60 with different names. Each also has an SID and a token of its own. */
export function makeBrands({ sid: agencySid }: Account, count: number, seed: number): Account[] {
  return Array.from({ length: count }, (_, index) => {
    const sid = `IR${lettersFrom(32, seed, agencySid, 'brand', index)}`;
    return {
      kind: 'brand',
      sid,
      token: `not-a-real-token-of-a-brand-${lettersFrom(8, seed, agencySid, 'token', index)}`,
      name: `${pick(PLACES, index)} ${pick(TRADES, Math.floor(index / PLACES.length))} (demo)`,
      path: `/${PATH_SEGMENTS.brand}/${sid}`,
      brand: {
        id: String(1_000_000 + index * 7_919 + (hashOf(seed, agencySid) % 7_000)),
        agencySid,
        state: index % DELINQUENT_EVERY === DELINQUENT_EVERY - 1 ? 'DELINQUENT' : 'ACTIVE',
        timeZone: pick(TIME_ZONES, index),
        currency: pick(CURRENCIES, index),
      },
    };
  });
}

/** The brand as its agency reaches it: with the agency's token, permissions, and path. */
export function throughAgency(brand: Account, agency: Account): Account {
  const { token, path, readOnly, scopes } = agency;
  return {
    ...brand,
    token,
    path: `${path}/${PATH_SEGMENTS.brand}/${brand.brand?.id ?? ''}`,
    ...(readOnly !== undefined && { readOnly }),
    ...(scopes !== undefined && { scopes }),
  };
}

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) {
    throw new Error('There is nothing to pick from');
  }
  return value;
}
