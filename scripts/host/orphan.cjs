// Preloaded into a process that leads a group: ends the group when the launcher has died without saying so.
const CHECK_EVERY_MS = 1_000;
const launcher = process.ppid;

const timer = setInterval(() => {
  if (process.ppid === launcher) {
    return;
  }
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}, CHECK_EVERY_MS);
timer.unref();
