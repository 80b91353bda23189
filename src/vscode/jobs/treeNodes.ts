import { isRecord } from '../../core/isRecord';

/**
 * The rows of the jobs view. A row keeps the same object as long as it exists, because VS Code identifies a row by its
 * object.
 */
export interface AccountNode {
  readonly kind: 'account';
  readonly id: string;
  readonly accountId: string;
}

export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly accountId: string;
  readonly groupId: string;
}

export interface JobNode {
  readonly kind: 'job';
  readonly id: string;
  readonly accountId: string;
  readonly jobId: string;
}

/** `Show more…` at the end of a group's page. */
export interface MoreNode {
  readonly kind: 'more';
  readonly id: string;
  readonly accountId: string;
  readonly groupId: string;
}

/** Appears before an account's groups, or instead of them: why there are no jobs or no current ones, and what to do. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly accountId: string;
}

/** Appears below all groups if jobs are hidden. */
export interface HiddenNode {
  readonly kind: 'hidden';
  readonly id: string;
  /** Belongs to no account. */
  readonly accountId: '';
}

export type TreeNode = AccountNode | GroupNode | JobNode | MoreNode | NoteNode | HiddenNode;

/** Creates and keeps the one object for each row. */
export class TreeNodes {
  private readonly nodes = new Map<string, TreeNode>();

  account(accountId: string): AccountNode {
    return this.intern({ kind: 'account', id: accountId, accountId });
  }

  group(accountId: string, groupId: string): GroupNode {
    return this.intern({ kind: 'group', id: `${accountId}//${groupId}`, accountId, groupId });
  }

  job(accountId: string, jobId: string): JobNode {
    return this.intern({ kind: 'job', id: `${accountId}/${jobId}`, accountId, jobId });
  }

  more(accountId: string, groupId: string): MoreNode {
    return this.intern({ kind: 'more', id: `${accountId}//${groupId}//more`, accountId, groupId });
  }

  note(accountId: string): NoteNode {
    return this.intern({ kind: 'note', id: `${accountId}//note`, accountId });
  }

  hidden(): HiddenNode {
    return this.intern({ kind: 'hidden', id: '//hidden', accountId: '' });
  }

  /** Forgets a row that is removed for good. */
  forget(accountId: string, jobId: string): void {
    this.nodes.delete(`${accountId}/${jobId}`);
  }

  private intern<T extends TreeNode>(node: T): T {
    const known = this.nodes.get(node.id);
    if (known !== undefined) {
      return known as T;
    }
    this.nodes.set(node.id, node);
    return node;
  }
}

export function isRowOfGroup(value: unknown): value is MoreNode | GroupNode {
  return isRecord(value) && 'groupId' in value && 'accountId' in value;
}
