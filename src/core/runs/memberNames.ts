import { pieceName } from '../reports/pieces';
import { periodName } from '../reports/periodName';
import type { RunMember } from './run';

type Named = Pick<RunMember, 'export' | 'client' | 'piece'>;

/** What people call a member: `Actions · Acme · Oct 2026`, or only the export's name. */
export function memberLabel({ export: name, client, piece }: Named, locale: string): string {
  return [name, client, piece && periodName(piece, locale)].filter((part) => part !== undefined).join(' · ');
}

/** Identifies a member among those of its export, also in later runs. */
export function memberKey({ export: name, client, piece, accountId }: Named & Pick<RunMember, 'accountId'>): string {
  return client === undefined && piece === undefined
    ? name
    : JSON.stringify([name, client === undefined ? '' : accountId, piece?.start ?? '']);
}

/**
 * The template of the member's file name, with the client in front and the days at the end unless it says where they
 * belong: `${account}`, `${period}`. A report's name contains the days.
 */
export function memberTemplate({ client, piece }: Named, template: string): string {
  const withClient = client === undefined || template.includes('${account}') ? template : `\${account} ${template}`;
  const withDays =
    piece === undefined || /\$\{(?:period|report)\}/.test(template)
      ? withClient
      : withClient.replace(/\s*(\.\$\{ext\}|$)/, ' ${period}$1');
  return withDays
    .replaceAll('${account}', () => plain(client ?? ''))
    .replaceAll('${period}', () => (piece === undefined ? '' : pieceName(piece).replace('/', ' - ')));
}

/** A client's name isn't a template. */
function plain(name: string): string {
  return name.replaceAll('$', '');
}
