/**
 * Abort a download with this reason to keep its bytes: `controller.abort(PAUSE)`. Any other reason deletes them. It's a
 * string, because each lazily loaded bundle has its own copy of everything else.
 */
export const PAUSE = 'impact-jobs.pauseDownload';
