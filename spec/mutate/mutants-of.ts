import ts from 'typescript';

/** One small change of a source file that its specs must notice. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  /** Replaces the source from `start` to `end`. */
  readonly text: string;
}

const operators: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.EqualsEqualsToken]: '!=',
  [ts.SyntaxKind.ExclamationEqualsToken]: '==',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
  [ts.SyntaxKind.SlashToken]: '*',
  [ts.SyntaxKind.PercentToken]: '*',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.QuestionQuestionToken]: '&&',
  [ts.SyntaxKind.PlusEqualsToken]: '-=',
  [ts.SyntaxKind.MinusEqualsToken]: '+=',
  [ts.SyntaxKind.QuestionQuestionEqualsToken]: '=',
};

const methods: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
};

/** Calls that return a value of the kind that they are called on. */
const removable = new Set(['trim', 'trimEnd', 'trimStart', 'toLowerCase', 'toUpperCase', 'slice', 'filter', 'reverse']);

/**
 * Every mutant of a source file. Types, imports, prose and conditions of
 * loops that would never end have no mutants. Prose is a string with a space.
 */
export function mutantsOf(file: string, source: string): Mutant[] {
  const root = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const replace = (node: ts.Node, text: string) => {
    const start = node.getStart(root);
    if (source.slice(start, node.end) !== text) mutants.push({ start, end: node.end, text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    mutate(node, replace);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return mutants;
}

function mutate(node: ts.Node, replace: (node: ts.Node, text: string) => void): void {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const operator = operators[kind];
    const joinsText = kind === ts.SyntaxKind.PlusToken && (isText(node.left) || isText(node.right));
    if (operator !== undefined && !joinsText) replace(node.operatorToken, operator);
  } else if (ts.isIfStatement(node)) {
    replace(node.expression, 'true');
    replace(node.expression, 'false');
  } else if (ts.isConditionalExpression(node)) {
    replace(node.condition, 'true');
    replace(node.condition, 'false');
  } else if (ts.isWhileStatement(node)) {
    replace(node.expression, 'false');
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    replace(node, node.operand.getText());
  } else if (ts.isPostfixUnaryExpression(node) && !ts.isForStatement(node.parent)) {
    replace(node, node.operand.getText());
  } else if (ts.isExpressionStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node)) {
    replace(node, ';');
  } else if (ts.isReturnStatement(node) && ts.isBlock(node.parent) && ts.isIfStatement(node.parent.parent)) {
    replace(node, ';');
  } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    if (!/\s\S/.test(node.text) && !isName(node)) replace(node, node.text === '' ? "'mutant'" : "''");
  } else if (ts.isNumericLiteral(node)) {
    if (!isName(node)) replace(node, String(Number(node.text.replaceAll('_', '')) + 1));
  } else if (node.kind === ts.SyntaxKind.TrueKeyword) {
    replace(node, 'false');
  } else if (node.kind === ts.SyntaxKind.FalseKeyword) {
    replace(node, 'true');
  } else if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) {
    replace(node, '[]');
  } else if (ts.isRegularExpressionLiteral(node)) {
    if (node.text.startsWith('/^')) replace(node, `/${node.text.slice(2)}`);
    if (/\$\/\w*$/.test(node.text)) replace(node, node.text.replace(/\$(\/\w*)$/, '$1'));
  } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    // Without the optional link; a call keeps its parentheses.
    if (node.questionDotToken && ts.isPropertyAccessExpression(node)) replace(node.questionDotToken, '.');
  } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    const other = methods[name.text];
    if (other !== undefined) replace(name, other);
    if (removable.has(name.text)) replace(node, expression.getText());
  }
}

function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** Whether a literal is the name of a property, which the compiler checks. */
function isName({ parent }: ts.Node): boolean {
  return ts.isPropertyAssignment(parent)
    ? ts.isStringLiteral(parent.name) && false
    : ts.isElementAccessExpression(parent);
}
