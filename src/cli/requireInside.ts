import { leadsOutside } from '../core/files/leadsOutside';
import { CliError } from './cliError';

/**
 * Throws a sentence if links in a folder for results, existing or not, lead outside of `root`: somebody else might have
 * put them there.
 */
export async function requireInside(folder: string, root: string): Promise<void> {
  const place = await leadsOutside(folder, [root]);
  if (place !== undefined) {
    throw new CliError('failed', `${folder} leads to ${place} through a link. To write there, name it with --folder.`);
  }
}
