import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { type Account, accountIdOf, accountRef, isAccountKind } from '../core/account';
import { cleanCredential } from '../core/accounts/accountSid';
import { DEFAULT_BASE_URL, parseBaseUrl } from '../core/api/baseUrl';
import { CliError } from './cliError';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Credentials {
  readonly account: Account;
  readonly token: string;
}

/** The environment, with the variables of a file. Those that are set in the environment win. */
export function withEnvFile(environment: Environment, folder: string, file: string | undefined): Environment {
  if (file === undefined) {
    return environment;
  }
  let text: string;
  try {
    text = readFileSync(path.resolve(folder, file), 'utf8');
  } catch {
    throw new CliError('credentials', `Can't read the file ${file} of --env-file. Check its path and permissions.`);
  }
  return { ...parseEnv(text), ...environment };
}

/**
 * The account of the environment variables, or the brand with this ID that it reaches as an agency. Throws a sentence
 * if it can't be used.
 */
export function readCredentials(environment: Environment, brandOrSid?: string): Credentials {
  const sid = cleanCredential(environment['IMPACT_ACCOUNT_SID'] ?? '');
  const token = cleanCredential(environment['IMPACT_AUTH_TOKEN'] ?? '');
  const missing = [...(sid === '' ? ['IMPACT_ACCOUNT_SID'] : []), ...(token === '' ? ['IMPACT_AUTH_TOKEN'] : [])];
  if (missing.length > 0) {
    throw new CliError(
      'credentials',
      `${missing.join(' and ')} ${missing.length > 1 ? "aren't" : "isn't"} set. Set ${missing.length > 1 ? 'them' : 'it'} in the environment, or in a file that you name with --env-file.`,
    );
  }
  const kind = environment['IMPACT_ACCOUNT_KIND'] || 'agency';
  if (!isAccountKind(kind)) {
    throw new CliError('credentials', `IMPACT_ACCOUNT_KIND can't be "${kind}". Use agency, brand, or partner.`);
  }
  const parsed = parseBaseUrl(environment['IMPACT_API_BASE_URL'] || DEFAULT_BASE_URL);
  if (!('baseUrl' in parsed)) {
    throw new CliError(
      'credentials',
      'IMPACT_API_BASE_URL must be an https address, or an http address on this machine.',
    );
  }
  const isBrand = brandOrSid !== undefined && brandOrSid !== sid;
  if (isBrand && (kind !== 'agency' || !/^\d+$/.test(brandOrSid))) {
    throw new CliError(
      'usage',
      `--account takes the SID in IMPACT_ACCOUNT_SID or, for an agency, the ID of a brand, not "${brandOrSid}". impact-jobs brands lists the brands.`,
    );
  }
  const identity = isBrand ? ({ kind: 'brand', sid, brandId: brandOrSid } as const) : { kind, sid };
  // As in the editor, so that both resume each other's downloads.
  const id = `environment:${accountIdOf(identity)}`;
  const { baseUrl } = parsed;
  return { token, account: { ...identity, id, name: accountRef(identity), source: 'environment', baseUrl } };
}
