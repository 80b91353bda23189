import { isApiError } from '../apiError';
import type { MemberReason } from './runPorts';

/** Whether a member has no file because no requests or exports are left for now. */
export function isBlocking(reason: MemberReason): boolean {
  return reason.kind === 'error'
    ? isApiError(reason.error) && ['rateLimited', 'budget'].includes(reason.error.kind)
    : reason.kind === 'overLimit';
}
