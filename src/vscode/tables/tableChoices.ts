import type * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { decodeTableChoice, type TableChoice } from '../../core/tables/tableChoice';

const CHOICES_KEY = 'impactJobs.tableChoices';
/** More reports than anyone corrects by hand. The oldest choice is removed first. */
const MAX_CHOICES = 200;

/** How the user chose to read results, by report. A choice for one result of a report fits the next one, too. */
export class TableChoices {
  constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

  of(entry: JobEntry): TableChoice {
    const all = this.all();
    const key = reportKey(entry);
    return Object.hasOwn(all, key) ? decodeTableChoice(all[key]) : {};
  }

  /** An empty choice removes the stored one, so that the file decides again. */
  async set(entry: JobEntry, choice: TableChoice): Promise<void> {
    const key = reportKey(entry);
    const others = Object.entries(this.all()).filter(([known]) => known !== key);
    const kept = Object.keys(choice).length === 0 ? others : [...others, [key, choice] as const];
    await this.state.update(CHOICES_KEY, Object.fromEntries(kept.slice(-MAX_CHOICES)));
  }

  private all(): Readonly<Record<string, unknown>> {
    return this.state.get<Record<string, unknown>>(CHOICES_KEY, {});
  }
}

/** A job whose report is unknown has its own choice, because other jobs of its type can have another format. */
function reportKey({ accountId, job, parameters }: JobEntry): string {
  return `${accountId}/${parameters?.reportId ?? job.id}`;
}
