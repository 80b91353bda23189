import type { SyncState } from '../jobs/snapshot';

/** What of an account's credentials needs its user: impact.com refuses them, or there is no token any more. */
export type CredentialTrouble = 'refused' | 'missing';

/** Undefined while the credentials are good, or while nothing can be told of them: a transient failure is no sign-out. */
export function credentialTrouble(sync: SyncState): CredentialTrouble | undefined {
  if (sync.kind !== 'failed' || sync.error.kind !== 'unauthorized') {
    return undefined;
  }
  return sync.error.status === undefined ? 'missing' : 'refused';
}
