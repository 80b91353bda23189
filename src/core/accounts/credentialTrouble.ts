import type { SyncState } from '../jobs/snapshot';

/**
 * A problem with an account's credentials that needs the user: impact.com rejects them, the token is missing, or nobody
 * has agreed to send the token to the configured server.
 */
export type CredentialTrouble = 'refused' | 'missing' | 'otherServer';

/**
 * The problem with an account's credentials. Undefined if they're good, or if nothing is known: a temporary failure
 * doesn't sign the user out.
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

/** Whether a new token would help. */
export function needsToken(sync: SyncState): boolean {
  const trouble = credentialTrouble(sync);
  return trouble === 'refused' || trouble === 'missing';
}
