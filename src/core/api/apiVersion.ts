import type { AccountKind } from '../account';

/** Overrides the version of the API that an account is pinned to, so that the form of responses doesn't drift. */
export const API_VERSION_HEADER = 'IR-Version';

/** The versions of the published references that this code was written for. */
const API_VERSIONS: Readonly<Record<AccountKind, number>> = { agency: 3, brand: 14, partner: 16 };

/** The version to request. `override` is the setting; 0 and undefined mean the version of the published reference. */
export function apiVersionOf(kind: AccountKind, override: number | undefined): string {
  return String(override || API_VERSIONS[kind]);
}
