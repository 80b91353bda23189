import type { CliCommand } from '../cli';
import { eachJob, fetchJob } from '../eachJob';
import { EXIT } from '../exitCode';
import { jobFields, jobRecord } from '../jobText';
import { textTable } from '../textTable';

export const get: CliCommand<object> = {
  name: 'get',
  takes: '<job...>',
  about: 'Show every field of jobs.',
  async run(cli, jobIds) {
    const { terminal, signal } = cli;
    const session = await cli.session();
    let isFirst = true;
    return eachJob(cli, jobIds, async (jobId) => {
      const entry = await fetchJob(session, jobId, signal);
      const lines = textTable(jobFields(entry, session.clock.now()), (cell, _, column) =>
        column === 0 ? terminal.styled(cell, 'bold') : cell,
      );
      terminal.result(jobRecord(entry, session), ...(isFirst ? [] : ['']), ...lines);
      isFirst = false;
      return EXIT.done;
    });
  },
};
