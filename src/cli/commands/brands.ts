import { plainText } from '../../core/api/plainText';
import type { CliCommand } from '../cli';
import { CliError } from '../cliError';
import { EXIT } from '../exitCode';
import { textTable } from '../textTable';

const MAX_TEXT_CHARS = 100;
const TITLES = ['ID', 'Brand', 'State', 'Currency', 'Time zone'];

export const brands: CliCommand<object> = {
  name: 'brands',
  about: 'List the brands that the agency manages. --account takes their IDs.',
  async run({ terminal, session, signal }) {
    const { client, account } = await session();
    if (account.kind !== 'agency') {
      throw new CliError('usage', 'Only agencies have brands. Leave out --account, and check IMPACT_ACCOUNT_KIND.');
    }
    const { items, rest } = await client.listBrands(signal);
    const rows = items.map(({ id, name, state, currency, timeZone = '' }) => [id, name, state, currency, timeZone]);
    if (terminal.isJson) {
      items.forEach((brand) => terminal.result({ kind: 'brand', ...brand }));
    } else if (rows.length > 0) {
      const cells = rows.map((row) => row.map((text) => plainText(text, MAX_TEXT_CHARS)));
      terminal.lines(textTable([TITLES, ...cells], (cell, row) => (row === 0 ? terminal.styled(cell, 'bold') : cell)));
    }
    if (rest !== undefined) {
      terminal.note('impact.com has more brands than it has sent.');
    }
    return EXIT.done;
  },
};
