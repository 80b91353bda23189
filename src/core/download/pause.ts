/**
 * The reason to abort a download with that keeps what is there: `controller.abort(PAUSE)`. Any other reason removes it.
 * A string, because lazily loaded bundles hold a copy of everything.
 */
export const PAUSE = 'impact-jobs.pauseDownload';
