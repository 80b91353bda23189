import type { HttpFetch } from '../core/api/http';
import { fetchThrough, nodeFetch } from '../core/api/nodeFetch';
import type { Environment } from './credentials';
import { proxyOf } from './proxy';
import { Tunnel } from './tunnel';

/** Sends requests through the proxy that the environment names, because Node 20 itself ignores it. */
export function proxiedFetch(environment: Environment): HttpFetch {
  return async (url, request) => {
    const proxy = proxyOf(url, environment);
    if (proxy === undefined) {
      return nodeFetch(url, request);
    }
    const tunnel = new Tunnel(proxy, request.signal);
    try {
      return await fetchThrough(tunnel, url, request);
    } catch (error) {
      throw tunnel.refusal ?? error;
    }
  };
}
