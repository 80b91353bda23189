// @ts-check
// Stands in for a chat: calls a language-model tool with an input, and shows what it answers in a message.
const vscode = require('vscode');

/** @param {vscode.ExtensionContext} context */
exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('toolCaller.call', async () => {
      const text = (await vscode.window.showInputBox({ prompt: 'Name and input, as JSON' })) ?? '';
      const { name, input } = JSON.parse(text);
      try {
        const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
        void vscode.window.showInformationMessage(
          `Answer: ${content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('')}`,
        );
      } catch (error) {
        void vscode.window.showInformationMessage(`Refused: ${error}`);
      }
    }),
  );
};
