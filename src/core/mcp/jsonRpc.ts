import { isRecord } from '../isRecord';

/** Longer IDs and tokens aren't sent back, so that no answer is as long as a request. */
const MAX_ID_CHARS = 256;

export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;

export type Id = string | number;
export type Answer = { readonly jsonrpc: '2.0'; readonly id: Id | null } & (
  { readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } }
);

/** One message of a client. `answer`: a client's answer to a request, which this server never makes. */
export type Message =
  | { readonly kind: 'request'; readonly id: Id; readonly method: string; readonly params: unknown }
  | { readonly kind: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'answer' }
  | { readonly kind: 'invalid' };

/** Reads a JSON-RPC 2.0 message as MCP uses it: an ID is never null. */
export function readMessage(value: unknown): Message {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') {
    return { kind: 'invalid' };
  }
  const { id, method, params } = value;
  if (method === undefined && isId(id) && ('result' in value || 'error' in value)) {
    return { kind: 'answer' };
  }
  if (typeof method !== 'string' || (params !== undefined && !isRecord(params))) {
    return { kind: 'invalid' };
  }
  if (!('id' in value)) {
    return { kind: 'notification', method, params };
  }
  return isId(id) ? { kind: 'request', id, method, params } : { kind: 'invalid' };
}

/** Whether the value can be an ID or a token, and is short enough to be sent back. */
export function isId(value: unknown): value is Id {
  return typeof value === 'string' ? value.length <= MAX_ID_CHARS : Number.isSafeInteger(value);
}

export function success(id: Id, result: unknown): Answer {
  return { jsonrpc: '2.0', id, result };
}

export function failure(id: Id | null, code: number, message: string): Answer {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
