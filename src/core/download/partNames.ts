/** What stands beside the file while it is on its way: the bytes, what is known of them, and who is at it. */
export const PART_ENDING = '.part';
export const STATE_ENDING = '.part.state';
export const LOCK_ENDING = '.part.lock';
