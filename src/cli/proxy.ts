import { CliError } from './cliError';
import type { Environment } from './credentials';

/** Lower case first, as curl does. */
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
const EXCEPTION_VARIABLES = ['no_proxy', 'NO_PROXY'];

/**
 * The HTTP proxy for an address, by the variables that curl reads. Undefined if there's none. Only https goes through a
 * proxy, because plain http is for servers on this machine. Throws a sentence if the proxy can't be used.
 */
export function proxyOf({ protocol, hostname, port }: URL, environment: Environment): URL | undefined {
  const set = (names: readonly string[]): string | undefined => names.find((name) => environment[name]);
  const variable = set(PROXY_VARIABLES);
  const address = environment[variable ?? '']?.trim();
  const exceptions = environment[set(EXCEPTION_VARIABLES) ?? ''] ?? '';
  if (protocol !== 'https:' || !address || isExcepted(hostname, port || '443', exceptions)) {
    return undefined;
  }
  const proxy = parsedProxy(address.includes('://') ? address : `http://${address}`);
  if (proxy === undefined) {
    throw new CliError(
      'usage',
      `${variable} isn't the address of an HTTP proxy. It has the form http://proxy.example:8080 or http://user:password@proxy.example:8080.`,
    );
  }
  return proxy;
}

function parsedProxy(address: string): URL | undefined {
  try {
    const proxy = new URL(address);
    return /^https?:$/.test(proxy.protocol) && proxy.hostname !== '' ? proxy : undefined;
  } catch {
    return undefined;
  }
}

/** A name stands for itself and what ends with it, `.name` is the same, and `*` stands for everything. */
function isExcepted(hostname: string, port: string, exceptions: string): boolean {
  const host = hostname.toLowerCase();
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((exception) => exception !== '')
    .some((exception) => {
      const [, name = '', onlyPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(exception) ?? [];
      const isName = name === '' || host === name || host.endsWith(`.${name}`);
      return exception === '*' || (isName && name !== '' && (onlyPort === undefined || onlyPort === port));
    });
}
