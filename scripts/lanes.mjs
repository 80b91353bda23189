// @ts-check

/**
 * Runs tasks in order, several at a time. After one throws, starts no others and throws the first error.
 * @param {number} lanes how many run at a time
 * @param {readonly (() => Promise<void>)[]} tasks
 */
export async function runInLanes(lanes, tasks) {
  const waiting = [...tasks];
  const lane = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      try {
        await task();
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = ends.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') {
    throw failed.reason;
  }
}
