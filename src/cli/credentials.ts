import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { type Account, accountIdOf, accountRef, isAccountKind } from '../core/account';
import { cleanCredential, isAccountSid, isTypicalSid } from '../core/accounts/accountSid';
import { DEFAULT_BASE_URL, parseBaseUrl } from '../core/api/baseUrl';
import { CliError } from './cliError';

const SERVER_VARIABLE = 'IMPACT_API_BASE_URL';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Credentials {
  readonly account: Account;
  readonly token: string;
}

/** Others in a file would decide more than whose requests are sent, such as where this program keeps its files. */
const VARIABLES = ['IMPACT_ACCOUNT_SID', 'IMPACT_AUTH_TOKEN', 'IMPACT_ACCOUNT_KIND', SERVER_VARIABLE];
/** What would decide how Node connects and what it runs, and where this program keeps its files. */
const STEERING = /^(?:NODE_|SSL_|OPENSSL_|XDG_)|_PROXY$|^IMPACT_JOBS_STATE$/i;
/** Enough for a file of several accounts. A device in its place could have no end. */
const MAX_FILE_BYTES = 64 * 1024;

/** The files that the options name. */
export interface CredentialsFiles {
  readonly credentials?: string | undefined;
  /** Node 20 takes this option from any place of the command line: it has already obeyed the file. */
  readonly envFile?: string | undefined;
}

/**
 * The environment, with the credentials of a file. Those that are set in the environment win. Throws a sentence if the
 * file can't be read, would send another token than its own to its server, or has told Node what to do.
 */
export function withCredentialsFile(
  environment: Environment,
  folder: string,
  { credentials, envFile }: CredentialsFiles,
): Environment {
  const file = credentials ?? envFile;
  if (file === undefined) {
    return environment;
  }
  if (credentials !== undefined && envFile !== undefined) {
    throw new CliError('usage', '--credentials and --env-file are the same option. Leave one of them out.');
  }
  const all = parseEnv(readStart(path.resolve(folder, file), file));
  const steering = Object.keys(all).find((name) => STEERING.test(name));
  if (envFile !== undefined && steering !== undefined) {
    throw new CliError(
      'credentials',
      `${file} sets ${steering}, which Node obeys in a file of --env-file. Use --credentials, which takes only the credentials from it.`,
    );
  }
  const named = Object.fromEntries(VARIABLES.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
  // With --env-file, Node might have put the file's server into the environment.
  const server = environment[SERVER_VARIABLE];
  const isItsServer = named[SERVER_VARIABLE] && (!server || server === named[SERVER_VARIABLE]);
  const token = environment['IMPACT_AUTH_TOKEN'];
  if (isItsServer && token && token !== named['IMPACT_AUTH_TOKEN']) {
    throw new CliError(
      'credentials',
      `${file} sets ${SERVER_VARIABLE}, but the token comes from the environment. Set both in one place.`,
    );
  }
  return { ...named, ...environment };
}

/** Not limited to plain files: a shell can pass a pipe. */
function readStart(filePath: string, name: string): string {
  let bytes = 0;
  try {
    const handle = openSync(filePath, 'r');
    try {
      const buffer = Buffer.alloc(MAX_FILE_BYTES + 1);
      for (let read = -1; read !== 0 && bytes <= MAX_FILE_BYTES; bytes += read) {
        read = readSync(handle, buffer, bytes, buffer.length - bytes, null);
      }
      if (bytes <= MAX_FILE_BYTES) {
        return buffer.toString('utf8', 0, bytes);
      }
    } finally {
      closeSync(handle);
    }
  } catch {
    throw new CliError('credentials', `Can't read the file of credentials ${name}. Check its path and permissions.`);
  }
  throw new CliError('credentials', `The file ${name} is too large for credentials.`);
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
      `${missing.join(' and ')} ${missing.length > 1 ? "aren't" : "isn't"} set. Set ${missing.length > 1 ? 'them' : 'it'} in the environment, or in a file that you name with --credentials.`,
    );
  }
  // Messages name the SID, so they'd show a token that was set in its place.
  if (!isAccountSid(sid) || (isTypicalSid(token) && !isTypicalSid(sid))) {
    throw new CliError(
      'credentials',
      "IMPACT_ACCOUNT_SID isn't an Account SID. Check that it and IMPACT_AUTH_TOKEN aren't swapped.",
    );
  }
  const kind = environment['IMPACT_ACCOUNT_KIND'] || 'agency';
  if (!isAccountKind(kind)) {
    throw new CliError('credentials', 'IMPACT_ACCOUNT_KIND must be agency, brand, or partner.');
  }
  const parsed = parseBaseUrl(environment[SERVER_VARIABLE] || DEFAULT_BASE_URL);
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
      `--account takes the SID in IMPACT_ACCOUNT_SID or, for an agency, the ID of a brand. impact-jobs brands lists the brands.`,
    );
  }
  const identity = isBrand ? ({ kind: 'brand', sid, brandId: brandOrSid } as const) : { kind, sid };
  // As in the editor, so that both resume each other's downloads.
  const id = `environment:${accountIdOf(identity)}`;
  const { baseUrl } = parsed;
  return { token, account: { ...identity, id, name: accountRef(identity), source: 'environment', baseUrl } };
}
