/** Whether the text alone determines an initial value: a number, a string, or sums and products of them. */
function isFixed(node) {
  switch (node.type) {
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

const isFunction = (node) => node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';

/** Whether an initial value is a table: a list, a record, a set, or a map that holds something, or a pattern. */
function isTable(node) {
  switch (node.type) {
    case 'Literal':
      return 'regex' in node;
    case 'ArrayExpression':
      return node.elements.length > 0;
    case 'ObjectExpression':
      // An object with methods acts: its name is a noun in camelCase, as a function's is a verb.
      return node.properties.length > 0 && !node.properties.some(({ value }) => isFunction(value));
    case 'NewExpression':
      return ['Set', 'Map', 'RegExp'].includes(node.callee.name) && node.arguments.length > 0;
    case 'CallExpression':
      return node.callee.object?.type === 'ArrayExpression' && node.callee.property.name === 'map';
    default:
      return false;
  }
}

const TYPED = new Set(['TSAsExpression', 'TSSatisfiesExpression']);

const withoutType = (node) => (TYPED.has(node?.type) ? withoutType(node.expression) : node);

const isUpperCase = (name) => /^[A-Z][A-Z0-9_]*$/.test(name);

const isOfModule = ({ parent }) => parent.type === 'Program' || parent.type === 'ExportNamedDeclaration';

/** Whether a variable's own properties are assigned to, which makes it a state. */
const isState = ({ references }) =>
  references.some(({ identifier: { parent } }) => {
    if (parent.type !== 'MemberExpression') return false;
    const { parent: use } = parent;
    return use.type === 'UpdateExpression' || (use.type === 'AssignmentExpression' && use.left === parent);
  });

/**
 * An ESLint rule: a module's fixed numbers, strings, and tables have UPPER_CASE names.
 * @type {import('eslint').Rule.RuleModule}
 */
export const constantNames = {
  meta: { type: 'suggestion', schema: [], messages: { upper: 'Name the constant {{name}} in UPPER_CASE.' } },
  create: (context) => ({
    VariableDeclaration(declaration) {
      if (declaration.kind !== 'const' || !isOfModule(declaration)) return;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier' || isUpperCase(id.name)) continue;
        const value = withoutType(init);
        if (!isFixed(value) && !isTable(value)) continue;
        if (context.sourceCode.getDeclaredVariables(declaration).some((one) => one.name === id.name && isState(one)))
          continue;
        context.report({ node: id, messageId: 'upper', data: { name: id.name } });
      }
    },
  }),
};
