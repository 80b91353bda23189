// @ts-check
// Runs beside the extension in the window of npm start. The first time, it opens the jobs, a result, and the tour.
const vscode = require('vscode');

const WALKTHROUGH = 'impact-jobs.impact-jobs-tour#tour';
const LAYOUT = { orientation: 0, groups: [{ size: 0.64 }, { size: 0.36 }] };

/** @param {vscode.ExtensionContext} context */
exports.activate = async ({ globalState }) => {
  if (globalState.get('isShown') === true) {
    return;
  }
  const { commands } = vscode;
  await commands.executeCommand('impactJobs.jobs.focus');
  await commands.executeCommand('impactJobs.refresh');
  const job = process.env['IMPACT_JOBS_TOUR'];
  if (job !== undefined) {
    await commands.executeCommand('impactJobs.previewResult', JSON.parse(job));
  }
  await commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, true);
  await commands.executeCommand('vscode.setEditorLayout', LAYOUT);
  await commands.executeCommand('workbench.action.focusSideBar');
  await globalState.update('isShown', true);
};
