import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { commandId } from '../ids';
import { offer } from '../messages';
import { plural } from '../words/plural';
import { numberInWords } from '../words/timeWords';
import { type ChooseBrandsOptions, isAgency, listBrands } from './chooseBrands';

/**
 * Says once, after an agency has signed in and its jobs were listed, that its brands can be chosen. Says nothing if it
 * has none, or if its token can't list them.
 */
export async function offerBrands(options: ChooseBrandsOptions, agency: Account): Promise<void> {
  if (!isAgency(agency) || options.accounts.choiceOf(agency).offeredIds.length > 0) {
    return;
  }
  const list = await listBrands(options, agency).catch(() => undefined);
  const count = list?.items.length ?? 0;
  if (count === 0) {
    return;
  }
  const shown = numberInWords(count);
  await offer(
    plural(
      count,
      vscode.l10n.t({
        message: '{0} manages {1} brand. Its jobs can be watched here, too.',
        args: [agency.name, shown],
        comment: ['singular'],
      }),
      vscode.l10n.t('{0} manages {1} brands. Their jobs can be watched here, too.', agency.name, shown),
    ),
    {
      [vscode.l10n.t('Choose Brands')]: () => vscode.commands.executeCommand(commandId('chooseBrands'), agency.id),
    },
  );
}
