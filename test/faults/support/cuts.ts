import type { Fault } from '../../../src/simulator/fault';
import { MB } from './scene';

/** Loses the first connection after 1 MB. */
export const CUT: Fault = { nth: 1, kind: 'cut', at: MB };
/** A result without an MD5 for an ETag, so that only the words of the answers tell what is wrong with them. */
export const LARGE = { bytes: 5 * MB };
