/** Enough of an account's SID to distinguish two accounts, but not enough to use it. */
export function maskSid(sid: string): string {
  return sid.length <= 8 ? '…' : `${sid.slice(0, 4)}…`;
}

const ACCOUNT_PATH = /^.*?\/(Agencies|Advertisers|Mediapartners)\/([^/]+)/;
const BRAND_PATH = /^(\/Agencies\/[^/]+\/Advertisers\/)[^/]+/;
const ID = /\/([^/]{9,})(?=\/|$)/g;

/**
 * A request's path with the account's SID and its brand's ID masked, and other IDs shortened. Keeps `//host`, which is
 * a storage server.
 */
export function maskPath(path: string): string {
  if (path.startsWith('//')) {
    return path;
  }
  return path
    .replace(ACCOUNT_PATH, (_, folder: string, sid: string) => `/${folder}/${maskSid(sid)}`)
    .replace(BRAND_PATH, '$1…')
    .replace(ID, (segment, id: string) => (/\d/.test(id) ? `/${id.slice(0, 8)}…` : segment));
}
