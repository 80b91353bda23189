// Preloaded into VS Code's server: answers /mint-key with the server's half of the key that seals an extension's
// secrets in the browser's storage. Only code-server's own launcher does so otherwise, and without an answer every
// secret is lost, silently, when the page is loaded again.
const { readFileSync } = require('node:fs');
const { Server } = require('node:http');

const file = process.env.VSCODE_HOST_SECRET_KEY;
if (file) {
  const key = readFileSync(file);
  const { emit } = Server.prototype;
  delete process.env.VSCODE_HOST_SECRET_KEY; // not for the processes that the server starts

  Server.prototype.emit = function (event, request, response) {
    if (event !== 'request' || request.url !== '/mint-key') {
      return emit.apply(this, arguments);
    }
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' }).end(key);
    return true;
  };
}
