import type { SyncState } from '../jobs/snapshot';

/**
 * What of an account's credentials needs its user: impact.com refuses them, there is no token any more, or nobody has
 * agreed that it goes to the server that is configured now.
 */
export type CredentialTrouble = 'refused' | 'missing' | 'otherServer';

/**
 * Undefined while the credentials are good, or while nothing can be told of them: a transient failure is no sign-out.
 */
export function credentialTrouble(sync: SyncState): CredentialTrouble | undefined {
  if (sync.kind !== 'failed') {
    return undefined;
  }
  const { kind, status } = sync.error;
  if (kind === 'unauthorized') {
    return status === undefined ? 'missing' : 'refused';
  }
  return kind === 'otherServer' ? 'otherServer' : undefined;
}

/** Whether another token would help. */
export function needsToken(sync: SyncState): boolean {
  const trouble = credentialTrouble(sync);
  return trouble === 'refused' || trouble === 'missing';
}
