/** Endings of the files beside an unfinished download: its bytes, its state, and its lock. */
export const PART_ENDING = '.part';
export const STATE_ENDING = '.part.state';
export const LOCK_ENDING = '.part.lock';
