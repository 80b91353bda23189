// Required before every script of package.json: ends with a plain sentence where Node is too old for them. Written so
// that any Node can read it.
'use strict';

var needed = require('../package.json').engines.node.replace(/[^\d.]/g, '');
var wanted = needed.split('.').map(Number);
var have = process.versions.node.split('.').map(Number);

if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  console.error(
    'Jobs for impact.com needs Node ' +
      needed +
      ' or newer, this is ' +
      process.versions.node +
      '.\n' +
      'Get it from https://nodejs.org/en/download, or with a version manager: nvm install 22, fnm install 22, volta install node@22.',
  );
  process.exit(1);
}
