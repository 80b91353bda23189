import { fieldsOf } from '../../../core/isRecord';

/** The two results that a panel compares. VS Code keeps this across a reload. */
export interface ComparisonIdentity {
  readonly accountId: string;
  readonly beforeId: string;
  readonly afterId: string;
  /** The later job's name while it isn't loaded. */
  readonly name: string;
}

/** Undefined if another version of this extension stored something else. */
export function decodeComparisonIdentity(value: unknown): ComparisonIdentity | undefined {
  const { accountId, beforeId, afterId, name } = fieldsOf(value);
  return typeof accountId === 'string' && typeof beforeId === 'string' && typeof afterId === 'string'
    ? { accountId, beforeId, afterId, name: typeof name === 'string' ? name : afterId }
    : undefined;
}
