// In place of a native add-on that ends a process when its parent has died: the server itself does so too.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
