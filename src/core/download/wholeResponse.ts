import { type DecodedBody, decodeBody } from './contentDecoding';
import type { Source } from './openSource';
import type { PartState } from './partState';
import { suggestedNameOf } from './suggestedName';
import { isFromS3, readValidator, statedMd5 } from './validator';

/** What a response with a whole file states about it. */
export interface WholeResponse {
  readonly body: DecodedBody;
  readonly suggestedName: string | undefined;
  readonly contentType: string | null;
  readonly stated: Pick<PartState, 'validator' | 'totalBytes' | 'md5'>;
  /** Whether the length or the end of the body is stated, so that a body that has ended is complete. */
  readonly isEndCertain: boolean;
}

/** Reads the headers of a response with status 200. Throws ApiError for an unknown encoding. */
export function readWholeResponse({ response, url }: Pick<Source, 'response' | 'url'>): WholeResponse {
  const { headers } = response;
  const suggestedName = suggestedNameOf({ response, url });
  const body = decodeBody(response, suggestedName);
  const length = headers.get('content-length');
  const sentBytes = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
  const isChunked = headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true;
  const md5 = statedMd5(headers, isFromS3(headers, url));
  return {
    body,
    suggestedName,
    contentType: headers.get('content-type'),
    stated: body.isEncoded
      ? { validator: undefined, totalBytes: undefined, md5 }
      : { validator: readValidator(headers), totalBytes: sentBytes, md5 },
    isEndCertain: sentBytes !== undefined || isChunked || body.isEncoded,
  };
}
