import { matchingJobs } from '../../core/agent/listForAgent';
import { DEFAULTS } from '../../core/defaults';
import { JobPauses } from '../../core/watch/jobPauses';
import type { CliCommand } from '../cli';
import { EXIT } from '../exitCode';
import { JOB_TITLES, jobCells, jobRecord, statusStyle } from '../jobText';
import { wholeNumber } from '../optionValues';
import { textTable } from '../textTable';

const MAX_DAYS = 90;
const MAX_LISTED = 100_000;

interface ListOptions {
  readonly status: string | undefined;
  readonly type: string | undefined;
  readonly text: string | undefined;
  readonly days: number;
  readonly limit: number;
}

export const list: CliCommand<ListOptions> = {
  name: 'list',
  about: 'List the newest jobs.',
  options: [
    { flags: '--status <status>', about: 'only jobs with this status, such as RUNNING' },
    { flags: '--type <type>', about: 'only jobs of this type, such as ApiReport' },
    { flags: '--text <text>', about: 'only jobs with this text in the type, the ID, or the message' },
    {
      flags: '--days <n>',
      about: 'how far back',
      read: wholeNumber('--days', 1, MAX_DAYS),
      fallback: DEFAULTS.lookbackDays,
    },
    {
      flags: '--limit <n>',
      about: 'the maximum number of jobs',
      read: wholeNumber('--limit', 1, MAX_LISTED),
      fallback: 20,
    },
  ],
  async run({ terminal, session, signal }, _, { status, type, text, days, limit }) {
    const { account, client, store, clock } = await session();
    const { pollJobs } = await import('../../core/watch/pollJobs');
    const pauses = new JobPauses(clock);
    await pollJobs({ client, store, clock, lookbackDays: days, signal, pauses, purpose: 'user' });
    const nowMs = clock.now();
    const matching = matchingJobs(store.snapshot, { status, type, text, accountSid: undefined, limit });
    const entries = matching.slice(0, limit).map(({ entry }) => entry);
    if (terminal.isJson) {
      entries.forEach((entry) => terminal.result(jobRecord(entry, { account, clock })));
    } else if (entries.length > 0) {
      terminal.lines(
        textTable([JOB_TITLES, ...entries.map((entry) => jobCells(entry, nowMs))], (cell, row, column) => {
          const entry = entries[row - 1];
          if (entry === undefined) {
            return terminal.styled(cell, 'bold');
          }
          return column === 1 ? terminal.styled(cell, statusStyle(entry)) : cell;
        }),
      );
    }
    const { shortfall } = store.account(account.id) ?? {};
    if (shortfall !== undefined) {
      terminal.note(
        `impact.com has more jobs than it has sent${shortfall.total === undefined ? '' : `: ${shortfall.total}`}.`,
      );
    }
    if (entries.length < matching.length) {
      terminal.note(`${entries.length} of ${matching.length} jobs. To see more, raise --limit.`);
    } else if (entries.length === 0) {
      terminal.note(`No jobs match in the last ${days} days.`);
    }
    return EXIT.done;
  },
};
