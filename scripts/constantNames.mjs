/** Whether the text alone determines an initial value: a number, a string, or sums and products of them. */
function isFixed(node) {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'number' || typeof node.value === 'string';
    case 'TemplateLiteral':
      return node.expressions.every(isFixed);
    case 'UnaryExpression':
      return isFixed(node.argument);
    case 'BinaryExpression':
      return isFixed(node.left) && isFixed(node.right);
    case 'Identifier':
      return isUpperCase(node.name);
    default:
      return false;
  }
}

const isUpperCase = (name) => /^[A-Z][A-Z0-9_]*$/.test(name);

const isOfModule = ({ parent }) => parent.type === 'Program' || parent.type === 'ExportNamedDeclaration';

/** An ESLint rule: a module's fixed numbers and strings have UPPER_CASE names. */
export const constantNames = {
  meta: { type: 'suggestion', schema: [], messages: { upper: 'Name the constant {{name}} in UPPER_CASE.' } },
  create: (context) => ({
    VariableDeclaration(declaration) {
      if (declaration.kind !== 'const' || !isOfModule(declaration)) return;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier' || !isFixed(init) || isUpperCase(id.name)) continue;
        context.report({ node: id, messageId: 'upper', data: { name: id.name } });
      }
    },
  }),
};
