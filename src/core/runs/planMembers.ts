import { type Account, accountRef, isCalled } from '../account';
import { machineZone } from '../machineZone';
import { isClickExport } from '../reports/clickExport';
import { daysOfPeriod } from '../reports/period';
import { piecesOf } from '../reports/pieces';
import type { SavedExport } from '../savedExports/savedExport';
import { MAX_MEMBERS, type PlannedMember, type RunTable } from './run';
import type { Runnable } from './runFolder';

/** Why an export isn't requested, or not for one of its accounts. */
export type SkipReason =
  /** The set's file doesn't contain the export, or only with a mistake. */
  | { readonly kind: 'missing' }
  /** Without these filters, it would download different data. */
  | { readonly kind: 'wrongFilters'; readonly filters: readonly string[] }
  | { readonly kind: 'unknownAccount'; readonly ref: string }
  /** It names none of several accounts. `account` is one of them. */
  | { readonly kind: 'severalAccounts'; readonly account: Account }
  /** More than a run can hold. */
  | { readonly kind: 'tooMany'; readonly count: number };

export interface PlanParts {
  /** The accounts that can be exported from. */
  readonly accounts: readonly Account[];
  readonly nowMs: number;
  /** The time zone of an account's days. Undefined if it isn't known and no export needs it. */
  readonly zoneOf: (account: Account) => string | undefined;
  readonly sentence: (exportName: string, reason: SkipReason) => string;
}

/**
 * The members of a run: one for each export, account, and piece of its period. What can't be requested is skipped, with
 * the reason, and doesn't stop the others.
 */
export function planMembers(found: Runnable, parts: PlanParts): readonly PlannedMember[] {
  const exports = found.kind === 'set' ? found.members.map((saved) => asInSet(saved, found.set)) : [found.saved];
  const missing = found.kind === 'set' ? found.set.missing : [];
  const members: PlannedMember[] = [];
  for (const saved of exports) {
    const planned = membersOfExport(saved, parts);
    const count = members.length + planned.length;
    members.push(...(count > MAX_MEMBERS ? [skip(saved.name, { kind: 'tooMany', count }, parts)] : planned));
  }
  return [...members, ...missing.map((name) => skip(name, { kind: 'missing' }, parts))];
}

/** The tables that a run writes. */
export function planTables(found: Runnable): readonly RunTable[] {
  const exports = found.kind === 'set' ? found.members : [found.saved];
  const ofSet = found.kind === 'set' ? found.set.combine : undefined;
  return [
    ...exports.flatMap(({ name, combine }) => (combine === undefined ? [] : [{ ...combine, export: name }])),
    ...(ofSet === undefined ? [] : [{ ...ofSet, export: undefined }]),
  ];
}

/**
 * The accounts that `"all"` stands for. An agency whose brands can be exported from is none of its clients.
 */
export function allClients(accounts: readonly Account[]): readonly Account[] {
  const isOwner = ({ kind, sid, baseUrl }: Account): boolean =>
    kind === 'agency' &&
    accounts.some((other) => other.brandId !== undefined && other.sid === sid && other.baseUrl === baseUrl);
  return accounts.filter((account) => !isOwner(account));
}

/** An export's own accounts take precedence over its set's. */
function asInSet(saved: SavedExport, set: Pick<SavedExport, 'accounts'>): SavedExport {
  const accounts = saved.account === undefined ? (saved.accounts ?? set.accounts) : undefined;
  return { ...saved, accounts };
}

function membersOfExport(saved: SavedExport, parts: PlanParts): readonly PlannedMember[] {
  const { name, wrongFilters = [], accounts: wished } = saved;
  if (wrongFilters.length > 0) {
    return [skip(name, { kind: 'wrongFilters', filters: wrongFilters }, parts)];
  }
  if (wished === undefined) {
    const account = accountOf(saved, parts.accounts);
    return 'id' in account ? piecesFor(saved, account, undefined, parts) : [skip(name, account, parts)];
  }
  const refs = wished === 'all' ? allClients(parts.accounts) : wished;
  const clients = refs.map((ref) =>
    typeof ref === 'string' ? (parts.accounts.find((account) => isCalled(account, ref)) ?? ref) : ref,
  );
  return clients.flatMap((client) =>
    typeof client === 'string'
      ? [{ ...skip(name, { kind: 'unknownAccount', ref: client }, parts), client }]
      : piecesFor(saved, client, clientName(client, clients), parts),
  );
}

/** The account that the export names, or the only one. */
function accountOf({ account: ref }: SavedExport, accounts: readonly Account[]): Account | SkipReason {
  const [account, ...others] = accounts.filter((one) => isCalled(one, ref));
  if (account === undefined) {
    return { kind: 'unknownAccount', ref: ref ?? '' };
  }
  return others.length > 0 && ref === undefined ? { kind: 'severalAccounts', account } : account;
}

/** The account's name, with its SID or ID if another client has that name too. */
function clientName(account: Account, clients: readonly (Account | string)[]): string {
  const isUnique = clients.every(
    (other) => typeof other === 'string' || other.id === account.id || other.name !== account.name,
  );
  return isUnique ? account.name : `${account.name} (${accountRef(account)})`;
}

function piecesFor(
  saved: SavedExport,
  account: Account,
  client: string | undefined,
  { nowMs, zoneOf }: PlanParts,
): readonly PlannedMember[] {
  const { period, refresh = 0 } = saved;
  const timeZone = zoneOf(account);
  const member: PlannedMember = {
    export: saved.name,
    accountId: account.id,
    ...(client !== undefined && { client }),
    // Each member is one export for one account.
    saved: { ...saved, accounts: undefined, pieces: undefined, refresh: undefined, combine: undefined },
    replays: undefined,
    fileName: saved.fileName,
    timeZone,
  };
  const length = isClickExport(saved) ? 'day' : saved.pieces;
  if (period === undefined || length === undefined) {
    return [member];
  }
  const pieces = piecesOf(daysOfPeriod(period, nowMs, saved.timeZone ?? timeZone ?? machineZone()), length);
  if (saved.pieces === undefined && pieces.length === 1) {
    return [member];
  }
  return pieces.map((piece, index) => ({
    ...member,
    piece,
    ...(index >= pieces.length - refresh && { isRefreshed: true }),
  }));
}

function skip(name: string, reason: SkipReason, { sentence }: PlanParts): PlannedMember {
  return {
    export: name,
    accountId: '',
    saved: undefined,
    replays: undefined,
    fileName: undefined,
    skipped: sentence(name, reason),
  };
}
