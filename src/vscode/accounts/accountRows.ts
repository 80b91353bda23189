import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import type { AccountSnapshot } from '../../core/jobs/snapshot';
import { accountItem, noteItem } from '../jobs/treeItems';
import type { AccountNode, NoteNode } from '../jobs/treeNodes';

/** With more accounts than these, only those with active jobs are expanded at first. */
const MAX_FEW = 5;

type Row = AccountNode | NoteNode;

/**
 * The rows of accounts and their notes. Finds those whose text has changed, such as a countdown to the next request.
 */
export class AccountRows {
  /** The text that each row last showed. */
  private readonly said = new Map<Row, string>();

  constructor(private readonly options: { readonly store: JobStore; readonly clock: Clock }) {}

  draw(row: Row, account: AccountSnapshot): vscode.TreeItem {
    const item = this.itemOf(row, account);
    this.said.set(row, wordsOf(item));
    return item;
  }

  /** The rows whose text has changed as time passed. Only failures have such texts. */
  stale(): Row[] {
    return [...this.said].flatMap(([row, words]) => {
      const account = this.options.store.account(row.accountId);
      return account?.sync.kind === 'failed' && wordsOf(this.itemOf(row, account)) !== words ? [row] : [];
    });
  }

  private itemOf(row: Row, account: AccountSnapshot): vscode.TreeItem {
    const nowMs = this.options.clock.now();
    return row.kind === 'account'
      ? accountItem(row, account, { nowMs, isAmongFew: this.options.store.snapshot.accounts.length <= MAX_FEW })
      : noteItem(row, account, nowMs);
  }
}

function wordsOf({ label, description }: vscode.TreeItem): string {
  return [typeof label === 'string' ? label : label?.label, description].join('\n');
}
